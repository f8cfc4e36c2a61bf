package org.cotangent.autograd;

import java.util.Locale;
import java.util.stream.LongStream;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Variables as text: {@code tensor([[1., 0.5000], [2., 0.2500]], requiresGrad)}. Long axes are cut. */
final class TensorText {
    private static final int SHOWN = 1000;
    private static final int EDGE = 3;

    private final Tensor tensor;
    private final String format;
    private final StringBuilder text = new StringBuilder();

    private TensorText(Tensor tensor) {
        this.tensor = tensor;
        this.format = tensor.dtype().isFloating() ? format(tensor) : "";
    }

    static String of(Variable variable) {
        Tensor tensor = variable.tensor();
        TensorText writer = new TensorText(tensor);
        writer.axis(0, 0);
        DType dtype = tensor.dtype();
        boolean usual = dtype == DType.FLOAT || dtype == DType.INT64 || dtype == DType.BOOL || dtype == DType.STRING;
        String type = usual ? "" : ", " + dtype;
        @Nullable GradFunction function = variable.gradFunction();
        String gradient =
                function != null ? ", gradFunction=" + function : variable.requiresGrad() ? ", requiresGrad" : "";
        return "tensor(" + writer.text + type + gradient + ")";
    }

    /** Whole numbers without decimals, others with four, and with exponents where that shows too little. */
    private static String format(Tensor tensor) {
        double largest = 0;
        double smallest = Double.MAX_VALUE;
        boolean whole = true;
        for (long i = 0; i < tensor.elements(); i++) {
            double value = Math.abs(tensor.getDouble(i));
            if (value != 0 && Double.isFinite(value)) {
                largest = Math.max(largest, value);
                smallest = Math.min(smallest, value);
                whole &= value == Math.rint(value);
            }
        }
        boolean wide = largest >= 1e8 || (!whole && (largest >= 1e5 || smallest < 1e-4));
        return wide ? "%.4e" : whole ? "%.0f." : "%.4f";
    }

    private void axis(int axis, long offset) {
        if (axis == tensor.rank()) {
            text.append(element(offset));
            return;
        }
        long size = tensor.size(axis);
        long step = LongStream.range(axis + 1, tensor.rank())
                .map(i -> tensor.size((int) i))
                .reduce(1, (a, b) -> a * b);
        boolean cut = tensor.elements() > SHOWN && size > 2 * EDGE;
        text.append('[');
        for (long i = 0; i < size; i++) {
            if (i > 0) {
                text.append(", ");
            }
            if (cut && i == EDGE) {
                text.append("..., ");
                i = size - EDGE;
            }
            axis(axis + 1, offset + i * step);
        }
        text.append(']');
    }

    private String element(long i) {
        return switch (tensor.dtype()) {
            case BOOL -> String.valueOf(tensor.getLong(i) != 0);
            case STRING -> '"' + tensor.strings()[(int) i] + '"';
            default -> {
                if (!tensor.dtype().isFloating()) {
                    yield String.valueOf(tensor.getLong(i));
                }
                double value = tensor.getDouble(i);
                yield Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : String.valueOf(value);
            }
        };
    }
}
