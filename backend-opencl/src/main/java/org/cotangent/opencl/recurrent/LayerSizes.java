package org.cotangent.opencl.recurrent;

import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.tensor.DType;

/**
 * The sizes of a layer and how its kernels divide them.
 *
 * @param width the units that a work-item takes at once
 * @param rows the rows of the batch that it takes at once
 * @param group the work-items of a group, along units
 */
record LayerSizes(
        Layer layer, DType type, int time, int directions, int batch, int hidden, int width, int rows, int group) {
    private static final int ROWS = 4;

    static LayerSizes of(Layer layer, DType type, int time, int directions, int batch, int hidden, DeviceFacts device) {
        int bytes = type == DType.DOUBLE ? Double.BYTES : Float.BYTES;
        int lanes = Math.clamp(device.vectorWidth() * Float.BYTES / bytes, 1, 16);
        int width = device.isCpu() ? Integer.highestOneBit(lanes) : 1;
        return new LayerSizes(
                layer, type, time, directions, batch, hidden, width, batch == 1 ? 1 : ROWS, device.isCpu() ? 1 : 64);
    }

    /** {@return the units of a row in memory} */
    int padded() {
        return Math.ceilDiv(hidden, width) * width;
    }

    /** {@return the bytes of a number in memory of the kernels} */
    int numberBytes() {
        return type == DType.DOUBLE ? Double.BYTES : Float.BYTES;
    }

    /** {@return the numbers of a state} */
    long state() {
        return (long) directions * batch * padded();
    }

    /** {@return work-items for so many rows, each {@code rows} of them, of all directions} */
    Range blocks(int count) {
        return new Range(padded() / width, Math.ceilDiv(count, rows), directions, group, 1, 1);
    }

    /** {@return work-items for each unit in memory} */
    Range units(int y, int z) {
        return new Range(padded(), y, z, 64, 1, 1);
    }

    Source source(Source code) {
        return code.type("T", type)
                .define("NUMBER", type == DType.DOUBLE ? "double" : "float")
                .define("WIDTH", width)
                .define("ROWS", rows)
                .define("GATES", layer.gates());
    }

    /** {@return an argument for a size} */
    static Argument of(long size) {
        return Argument.of(Math.toIntExact(size));
    }
}
