package org.cotangent.opencl.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.cotangent.spi.tensor.DType;

/**
 * The text of a program in OpenCL C: definitions, then code. What is common to all programs (the macros that load and
 * store elements) is put before it when it is compiled.
 *
 * @param name for messages
 */
public record Source(String name, String text) {
    /** The folder of resources that hold code. */
    public static final String FOLDER = "META-INF/opencl/";

    /** {@return the code in the resource {@code META-INF/opencl/<name>} of the jar that holds this class} */
    public static Source resource(Class<?> owner, String name) {
        try (InputStream stream = owner.getResourceAsStream("/" + FOLDER + name)) {
            if (stream == null) {
                throw new IllegalArgumentException(
                        "there is no resource " + FOLDER + name + " beside " + owner.getName());
            }
            return new Source(name, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + FOLDER + name + " cannot be read", e);
        }
    }

    /** {@return the same code, compiled with this definition} */
    public Source define(String macro, Object value) {
        return new Source(name, "#define " + macro + " " + value + "\n" + text);
    }

    /**
     * {@return the same code, compiled for elements of this type under the name {@code macro}}
     *
     * <p>{@code macro} becomes the type of stored elements, {@code macro_REAL} the type in which one computes, and
     * {@code macro_LOAD(pointer, index)} and {@code macro_STORE(pointer, index, value)} go from one to the other.
     */
    public Source type(String macro, DType type) {
        ElementType element = ElementType.of(type);
        return define(macro, element.stored())
                .define(macro + "_REAL", element.computed())
                .define(macro + "_LOAD", "LOAD_" + type)
                .define(macro + "_STORE", "STORE_" + type);
    }
}
