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

    /**
     * {@return the same code after definitions of vectors of so many lanes: 1, 2, 4, 8 or 16}
     *
     * <p>{@code LANES} is their number and {@code VECTOR(T)} the vectors of a type; with one lane these are numbers.
     * See the resource {@code vector.cl}.
     */
    public Source vectors(int lanes) {
        String definitions = resource(Source.class, "vector.cl").text();
        return new Source(name, definitions + "\n" + text).define("LANES", lanes);
    }

    /**
     * {@return the same code, compiled for vectors of elements of this type, too} As {@link #type}, and with
     * {@code macro_LOADV(pointer, index)}, {@code macro_LOADN(pointer, index, n, fill)} for the first {@code n} lanes,
     * {@code macro_STOREV(pointer, index, vector)} and {@code macro_STOREN(pointer, index, n, vector)}. Vectors of
     * integers and bools have one lane.
     */
    public Source vectorType(String macro, DType type) {
        if (type.isFloating()) {
            return type(macro, type)
                    .define(macro + "_LOADV", "LOADV_" + type)
                    .define(macro + "_LOADN", "LOADN_" + type)
                    .define(macro + "_STOREV", "STOREV_" + type)
                    .define(macro + "_STOREN", "STOREN_" + type);
        }
        return type(macro, type)
                .define(macro + "_LOADV", "LOAD_" + type)
                .define(macro + "_LOADN(p, i, n, fill)", "LOAD_" + type + "(p, i)")
                .define(macro + "_STOREV", "STORE_" + type)
                .define(macro + "_STOREN(p, i, n, v)", "STORE_" + type + "(p, i, v)");
    }
}
