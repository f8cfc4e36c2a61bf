package org.cotangent.cpu.recurrent;

import org.cotangent.cpu.gemm.RightOperand;
import org.cotangent.cpu.primitive.Movement;
import org.cotangent.cpu.primitive.NativeMemory;

/**
 * The transpose of weights [gates * hidden, depth] as a right operand, each gate widened by columns of zeros to
 * {@code padded} columns.
 */
record GateColumns(Movement movement, int depth, int hidden, int padded) implements RightOperand {

    @Override
    public void pack(long source, int row, int rows, int column, int columns, int width, long target) {
        int bytes = movement.bytes();
        long targetStride = (long) bytes * width;
        if (columns < width || hidden < padded) {
            NativeMemory.clear(target, rows * targetStride);
        }
        int end = column + columns;
        for (int at = column; at < end; ) {
            int gate = at / padded;
            int unit = at % padded;
            int next = Math.min(end, (gate + 1) * padded);
            int units = Math.min(next - at, hidden - unit);
            if (units > 0) {
                long from = source + bytes * (((long) gate * hidden + unit) * depth + row);
                movement.transpose(
                        from, (long) bytes * depth, target + (long) bytes * (at - column), targetStride, units, rows);
            }
            at = next;
        }
    }
}
