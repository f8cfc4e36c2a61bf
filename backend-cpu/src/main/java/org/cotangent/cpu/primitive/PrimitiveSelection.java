package org.cotangent.cpu.primitive;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import org.cotangent.cpu.scalar.ScalarPrimitives;

/** Chooses between the Vector API and plain Java. */
public final class PrimitiveSelection {

    /** System property that forces the choice: {@code vector}, {@code scalar}, or absent for the best there is. */
    public static final String PRIMITIVES_PROPERTY = "cotangent.cpu.primitives";

    private static final String MODULE = "jdk.incubator.vector";
    private static final String IMPLEMENTATION = "org.cotangent.cpu.vector.VectorPrimitives";

    private PrimitiveSelection() {}

    /**
     * {@return the vector implementation where this virtual machine can run it, the plain one elsewhere}
     *
     * @throws UnsupportedOperationException if {@value #PRIMITIVES_PROPERTY} asks for vectors and there are none
     */
    public static Primitives select() {
        String wanted = System.getProperty(PRIMITIVES_PROPERTY, "");
        if (wanted.equals("vector")) {
            return vector();
        }
        try {
            return wanted.equals("scalar") ? new ScalarPrimitives() : vector();
        } catch (UnsupportedOperationException e) {
            return new ScalarPrimitives();
        }
    }

    /** {@return what {@link #select} chooses, and why if it is not the vector implementation} */
    public static String describe() {
        try {
            return System.getProperty(PRIMITIVES_PROPERTY, "").equals("scalar")
                    ? "plain Java, as " + PRIMITIVES_PROPERTY + " asks"
                    : vector().description();
        } catch (UnsupportedOperationException e) {
            return "plain Java: " + e.getMessage();
        }
    }

    /**
     * {@return the vector implementation}
     *
     * @throws UnsupportedOperationException saying why it cannot run here, and what to do
     */
    public static Primitives vector() {
        Optional<Module> module = ModuleLayer.boot().findModule(MODULE);
        if (module.isEmpty()) {
            throw new UnsupportedOperationException(
                    "module " + MODULE + " is absent; start java with --add-modules " + MODULE);
        }
        PrimitiveSelection.class.getModule().addReads(module.get());
        try {
            return Class.forName(IMPLEMENTATION)
                    .asSubclass(Primitives.class)
                    .getConstructor()
                    .newInstance();
        } catch (InvocationTargetException e) {
            throw new UnsupportedOperationException("the Vector API does not work here: " + e.getCause(), e);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new UnsupportedOperationException("the Vector API cannot be loaded: " + e, e);
        }
    }
}
