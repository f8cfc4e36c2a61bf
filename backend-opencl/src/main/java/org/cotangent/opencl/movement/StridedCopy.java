package org.cotangent.opencl.movement;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.opencl.kernel.StridedSpace;
import org.cotangent.spi.tensor.DType;

/**
 * A copy of elements, for all indices of a space. The text of its program depends on how many axes are left after
 * merging and on the width of elements.
 *
 * @param sizes of the space
 * @param from the element of the input at index 0
 * @param source how far apart elements of the input are along each axis; may be 0 or negative
 * @param to the element of the output at index 0
 * @param target the same for the output
 */
record StridedCopy(long[] sizes, long from, long[] source, long to, long[] target) {
    /** Tiles of transpositions on processors have so many rows and columns. */
    private static final int TILE = 16;

    /** {@return a copy to all of a dense output} */
    static StridedCopy toAll(long[] output, long from, long[] source) {
        return new StridedCopy(output, from, source, 0, StridedSpace.strides(output));
    }

    /** {@return whether elements of this type can be copied} */
    static boolean moves(DType type) {
        return type.bits() >= 8 && type.bits() <= 128;
    }

    /** {@return the type of OpenCL C that is as wide as elements of this type} */
    static String word(DType type) {
        return switch (type.bits()) {
            case 8 -> "uchar";
            case 16 -> "ushort";
            case 32 -> "uint";
            case 64 -> "ulong";
            default -> "ulong2";
        };
    }

    Launch launch(DeviceFacts device, DType type, Argument input, Argument output) {
        StridedSpace space = StridedSpace.of(sizes, List.of(source, target));
        int sourceStep = space.strides().getFirst().getLast();
        int targetStep = space.strides().getLast().getLast();
        boolean tiled = device.isCpu()
                && space.rank() > 1
                && Math.abs(sourceStep) > 1
                && Math.abs(space.strides().getFirst().get(space.rank() - 2)) == 1;
        List<Argument> arguments = new ArrayList<>(List.of(
                input,
                output,
                Argument.of(Math.toIntExact(from)),
                Argument.of(Math.toIntExact(to)),
                Argument.of(space.row()),
                Argument.of(Math.toIntExact(space.rows())),
                Argument.of(sourceStep),
                Argument.of(targetStep)));
        arguments.addAll(space.outerArguments());
        int n = tiled ? space.sizes().get(space.rank() - 2) : 1;
        Range range = tiled
                ? new Range(
                        Math.ceilDiv(space.row(), TILE), Math.ceilDiv(n, TILE), space.rows() / Math.max(1, n), 1, 1, 1)
                : space.range(device.groupSize());
        return new Launch(
                tiled ? tiles(space, type) : rows(space, type, sourceStep, targetStep),
                "copy",
                space.elements() == 0 ? Range.of(0, 1) : range,
                arguments,
                false);
    }

    private static String head(StridedSpace space) {
        return "__kernel void copy(IN(WORD, x), OUT(WORD, y), const int from, const int to, const int columns,"
                + " const int rows, const int xs, const int ys" + space.outerParameters() + ") {\n"
                + "    BIND(x);\n    BIND(y);\n";
    }

    /** A work-item for each element. */
    private static Source rows(StridedSpace space, DType type, int sourceStep, int targetStep) {
        String code = head(space)
                + "    const int column = get_global_id(0);\n    const int row = get_global_id(1);\n"
                + "    if (column >= columns || row >= rows) {\n        return;\n    }\n"
                + space.rowStarts()
                + "    y[to + a1 + column" + step("ys", targetStep) + "] = x[from + a0 + column"
                + step("xs", sourceStep) + "];\n}\n";
        return new Source("copy", code).define("WORD", word(type));
    }

    private static String step(String name, int step) {
        return step == 1 ? "" : " * " + name;
    }

    /**
     * A work-item for each tile: the axis along which the input's elements are neighbours is the one before the last.
     */
    private static Source tiles(StridedSpace space, DType type) {
        int axis = space.rank() - 2;
        String code = head(space)
                + "    const int left = get_global_id(0) * TILE;\n    const int top = get_global_id(1) * TILE;\n"
                + "    const int row = get_global_id(2) * n" + axis + ";\n"
                + space.rowStarts()
                + "    const int right = min(left + TILE, columns);\n    const int bottom = min(top + TILE, n" + axis
                + ");\n"
                + "    for (int i = top; i < bottom; i++) {\n"
                + "        for (int column = left; column < right; column++) {\n"
                + "            y[to + a1 + i * s1_" + axis + " + column * ys] = x[from + a0 + i * s0_" + axis
                + " + column * xs];\n        }\n    }\n}\n";
        return new Source("copy", code).define("WORD", word(type)).define("TILE", TILE);
    }
}
