package org.cotangent.cpu.primitive;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import org.cotangent.cpu.scalar.ScalarFloatPrimitives;

/** Chooses between the Vector API and plain Java, and says which it was. */
public final class PrimitiveSelection {

    /** System property that forces the choice: {@code vector}, {@code scalar}, or absent for the best there is. */
    public static final String PRIMITIVES_PROPERTY = "cotangent.cpu.primitives";

    private static final String MODULE = "jdk.incubator.vector";
    private static final String IMPLEMENTATION = "org.cotangent.cpu.vector.VectorFloatPrimitives";

    private PrimitiveSelection() {}

    /**
     * {@return the vector implementation where this virtual machine can run it, the plain one elsewhere}
     *
     * @throws IllegalStateException if {@value #PRIMITIVES_PROPERTY} asks for vectors and there are none
     */
    public static FloatPrimitives select() {
        Logger logger = System.getLogger(PrimitiveSelection.class.getName());
        String wanted = System.getProperty(PRIMITIVES_PROPERTY, "");
        FloatPrimitives chosen;
        if (wanted.equals("scalar")) {
            chosen = new ScalarFloatPrimitives();
        } else {
            try {
                chosen = vector();
            } catch (UnsupportedOperationException e) {
                if (wanted.equals("vector")) {
                    throw new IllegalStateException("no vector kernels: " + e.getMessage(), e);
                }
                logger.log(Level.INFO, "no vector kernels: {0}", e.getMessage());
                chosen = new ScalarFloatPrimitives();
            }
        }
        logger.log(Level.INFO, "CPU kernels: {0}", chosen.description());
        return chosen;
    }

    /**
     * {@return the vector implementation}
     *
     * @throws UnsupportedOperationException saying why it cannot run here, and what to do
     */
    public static FloatPrimitives vector() {
        Optional<Module> module = ModuleLayer.boot().findModule(MODULE);
        if (module.isEmpty()) {
            throw new UnsupportedOperationException(
                    "module " + MODULE + " is absent; start java with --add-modules " + MODULE);
        }
        PrimitiveSelection.class.getModule().addReads(module.get());
        try {
            return (FloatPrimitives)
                    Class.forName(IMPLEMENTATION).getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw new UnsupportedOperationException("the Vector API does not work here: " + e.getCause(), e);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new UnsupportedOperationException("the Vector API cannot be loaded: " + e, e);
        }
    }
}
