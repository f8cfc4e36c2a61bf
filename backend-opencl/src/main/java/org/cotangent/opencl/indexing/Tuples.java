package org.cotangent.opencl.indexing;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Tuples of indices, and what they point at: the sum of indices times strides.
 *
 * @param type of the indices, int32 or int64
 * @param limits the sizes of the axes that they count along
 * @param wraps whether negative ones count from the back; else they are out of range
 */
record Tuples(DType type, List<Long> limits, List<Long> strides, boolean wraps) {
    Tuples {
        limits = List.copyOf(limits);
        strides = List.copyOf(strides);
    }

    /** {@return single indices} */
    static Tuples single(DType type, long limit, long stride) {
        return new Tuples(type, List.of(limit), List.of(stride), true);
    }

    /** {@return tuples of indices along these neighbouring axes, if the innermost step is that wide} */
    static Tuples dense(DType type, List<Long> limits, long step) {
        List<Long> strides = new ArrayList<>();
        long stride = step;
        for (Long limit : limits.reversed()) {
            strides.addFirst(stride);
            stride *= limit;
        }
        return new Tuples(type, limits, strides, true);
    }

    /** {@return what is wrong with indices that are the same in every run; null if they are in range or not known} */
    @Nullable
    String complaint(@Nullable Tensor indices) {
        for (long i = 0; indices != null && i < indices.elements(); i++) {
            long limit = limits.get((int) (i % limits.size()));
            long index = indices.getLong(i);
            if (index >= limit || (wraps && index < -limit)) {
                return "element " + i + " of the indices, " + index + ", is out of range, which only the host reports";
            }
        }
        return null;
    }

    /**
     * {@return code with {@code INDEX}, {@code LENGTH} and the function {@code place(tuple TUPLE_ARGUMENTS)}, -1 for
     * indices out of range, in kernels that have the parameters {@code TUPLE_PARAMETERS}}
     */
    Source in(Source source) {
        StringBuilder parameters = new StringBuilder();
        StringBuilder names = new StringBuilder();
        StringBuilder steps = new StringBuilder();
        for (int k = 0; k < limits.size(); k++) {
            parameters.append(", const int limit%d, const int stride%d".formatted(k, k));
            names.append(", limit%d, stride%d".formatted(k, k));
            steps.append("    index = tuple[%d];\n".formatted(k));
            steps.append(wraps ? "    index += index < 0 ? limit%d : 0;\n".formatted(k) : "");
            steps.append("    inside = inside && index >= 0 && index < limit%d;\n".formatted(k));
            steps.append("    at += inside ? (int)index * stride%d : 0;\n".formatted(k));
        }
        String text = """
                #define INDEX %s
                #define LENGTH %d
                #define TUPLE_PARAMETERS %s
                #define TUPLE_ARGUMENTS %s

                inline int place(__global const INDEX *tuple TUPLE_PARAMETERS) {
                    bool inside = true;
                    int at = 0;
                    long index;
                %s    return inside ? at : -1;
                }

                """.formatted(type == DType.INT64 ? "long" : "int", limits.size(), parameters, names, steps);
        return new Source(source.name(), text + source.text());
    }

    /** {@return the arguments for {@code TUPLE_PARAMETERS}} */
    List<Argument> arguments() {
        List<Argument> arguments = new ArrayList<>();
        for (int k = 0; k < limits.size(); k++) {
            arguments.add(Argument.of(Math.toIntExact(limits.get(k))));
            arguments.add(Argument.of(Math.toIntExact(strides.get(k))));
        }
        return arguments;
    }
}
