package org.cotangent.cpu.onednn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The functions of oneDNN's C API in use, with their parameters; all return {@code dnnl_status_t}. Constructors take
 * the address of the new handle first.
 */
enum NativeFunction {
    ENGINE_CREATE(ADDRESS, JAVA_INT, JAVA_LONG),
    ENGINE_DESTROY(ADDRESS),
    STREAM_CREATE(ADDRESS, ADDRESS, JAVA_INT),
    STREAM_DESTROY(ADDRESS),

    MEMORY_DESC_CREATE_WITH_STRIDES(ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS),
    MEMORY_DESC_CREATE_WITH_TAG(ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
    MEMORY_DESC_CLONE(ADDRESS, ADDRESS),
    MEMORY_DESC_QUERY(ADDRESS, JAVA_INT, ADDRESS),
    MEMORY_DESC_DESTROY(ADDRESS),
    MEMORY_CREATE(ADDRESS, ADDRESS, ADDRESS, ADDRESS),
    MEMORY_DESTROY(ADDRESS),

    PRIMITIVE_ATTR_CREATE(ADDRESS),
    PRIMITIVE_ATTR_SET_SCRATCHPAD_MODE(ADDRESS, JAVA_INT),
    PRIMITIVE_ATTR_SET_FPMATH_MODE(ADDRESS, JAVA_INT),
    PRIMITIVE_ATTR_GET_FPMATH_MODE(ADDRESS, ADDRESS),
    PRIMITIVE_ATTR_SET_ZERO_POINTS_MASK(ADDRESS, JAVA_INT, JAVA_INT),
    PRIMITIVE_ATTR_SET_POST_OPS(ADDRESS, ADDRESS),
    PRIMITIVE_ATTR_DESTROY(ADDRESS),
    POST_OPS_CREATE(ADDRESS),
    POST_OPS_APPEND_ELTWISE(ADDRESS, JAVA_INT, JAVA_FLOAT, JAVA_FLOAT),
    POST_OPS_APPEND_BINARY(ADDRESS, JAVA_INT, ADDRESS),
    POST_OPS_APPEND_SUM(ADDRESS, JAVA_FLOAT, JAVA_INT, JAVA_INT),
    POST_OPS_DESTROY(ADDRESS),

    PRIMITIVE_DESC_QUERY(ADDRESS, JAVA_INT, JAVA_INT, ADDRESS),
    PRIMITIVE_DESC_GET_ATTR(ADDRESS, ADDRESS),
    PRIMITIVE_DESC_DESTROY(ADDRESS),
    PRIMITIVE_CREATE(ADDRESS, ADDRESS),
    PRIMITIVE_DESTROY(ADDRESS),

    REORDER_PRIMITIVE_DESC_CREATE(addresses(6)),
    MATMUL_PRIMITIVE_DESC_CREATE(addresses(7)),
    CONVOLUTION_FORWARD_PRIMITIVE_DESC_CREATE(kinds(2, 9)),
    CONVOLUTION_BACKWARD_DATA_PRIMITIVE_DESC_CREATE(kinds(1, 9)),
    CONVOLUTION_BACKWARD_WEIGHTS_PRIMITIVE_DESC_CREATE(kinds(1, 10)),
    DECONVOLUTION_FORWARD_PRIMITIVE_DESC_CREATE(kinds(2, 9)),
    POOLING_FORWARD_PRIMITIVE_DESC_CREATE(kinds(2, 8));

    @SuppressWarnings("ImmutableEnumChecker") // layouts are immutable
    private final List<MemoryLayout> parameters;

    NativeFunction(MemoryLayout... parameters) {
        this.parameters = List.of(parameters);
    }

    /** Returns the name in oneDNN's headers. */
    String symbol() {
        return "dnnl_" + name().toLowerCase(Locale.ROOT);
    }

    FunctionDescriptor descriptor() {
        return FunctionDescriptor.of(JAVA_INT, parameters.toArray(MemoryLayout[]::new));
    }

    private static MemoryLayout[] addresses(int count) {
        MemoryLayout[] layouts = new MemoryLayout[count];
        Arrays.fill(layouts, ADDRESS);
        return layouts;
    }

    /** The new handle, the engine, {@code kinds} propagation and algorithm kinds, then {@code addresses} addresses. */
    private static MemoryLayout[] kinds(int kinds, int addresses) {
        MemoryLayout[] layouts = addresses(2 + kinds + addresses);
        Arrays.fill(layouts, 2, 2 + kinds, JAVA_INT);
        return layouts;
    }
}
