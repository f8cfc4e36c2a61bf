package org.cotangent.ops.internal.pooling;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.cotangent.ops.internal.convolution.Convolution;
import org.cotangent.ops.internal.convolution.SlidingWindow;
import org.cotangent.ops.internal.convolution.Windows;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;

/** Attributes, shapes and test calls of poolings over windows. */
public final class Pooling {
    private Pooling() {}

    /** Declares the attributes that all poolings have. */
    public static Signature.Builder declare(Signature.Builder signature) {
        return SlidingWindow.declare(signature).attribute("ceil_mode", 0);
    }

    /** {@return the shape of the result} */
    public static Shape infer(Inference call) {
        Shape x = call.shape(0);
        SlidingWindow window = SlidingWindow.of(call.attributes(), null);
        if (x.rank() != window.rank() + 2) {
            throw new ShapeException("an input of shape " + x + " does not have batch, channels and " + window.rank()
                    + " spatial axes, as kernel_shape says");
        }
        for (int axis = 2; axis < x.rank(); axis++) {
            if (x.dim(axis).is(0)) {
                throw new ShapeException(
                        "axis " + axis + " of X of shape " + x + " is empty: there is nothing to pool");
            }
        }
        List<Dim> counts = window.counts(x.dims().subList(2, x.rank()), call);
        return Convolution.image(x.dim(0), x.dim(1), counts);
    }

    /** {@return the windows over an input whose spatial sizes are known} */
    public static Windows windows(Attributes attributes, Shape x) {
        return SlidingWindow.of(attributes, null).over(Convolution.spatial(x));
    }

    /** {@return the shape of what windows over an input of this shape give} */
    public static Shape result(Shape x, Windows windows) {
        List<Dim> counts = Arrays.stream(windows.counts()).mapToObj(Dim::of).toList();
        return Convolution.image(x.dim(0), x.dim(1), counts);
    }

    /** {@return weights that make a convolution in as many groups as channels sum up windows} */
    public static Value ones(Formulas f, DType dtype, long channels, Windows windows) {
        long[] sizes = new long[windows.rank() + 2];
        sizes[0] = channels;
        sizes[1] = 1;
        System.arraycopy(windows.kernel(), 0, sizes, 2, windows.rank());
        return f.constant(Tensor.full(dtype, 1, sizes));
    }

    /** {@return by how many taps an average divides, per window} */
    public static double[] divisors(Attributes attributes, Windows windows) {
        long[] pads = new long[2 * windows.rank()];
        if (attributes.flag("count_include_pad")) {
            SlidingWindow window = SlidingWindow.of(attributes, null);
            boolean told = window.autoPad().equals("NOTSET");
            for (int axis = 0; axis < windows.rank(); axis++) {
                int end = windows.rank() + axis;
                pads[axis] = windows.begins()[axis];
                pads[end] = told ? window.pads()[end] : Math.max(0, windows.end(axis));
            }
        }
        return windows.tapsInside(pads);
    }

    /**
     * {@return calls with windows of all kinds that touch the input}
     *
     * @param values draws an input of these sizes
     */
    public static Domain domain(BiFunction<Draw, long[], Tensor> values) {
        return Domain.of(draw -> {
            int rank = Math.min(draw.integer(1, 3), draw.extent());
            long[] x = new long[rank + 2];
            x[0] = draw.integer(1, 2);
            x[1] = draw.integer(1, 2);
            long[] kernel = new long[rank];
            long[] strides = new long[rank];
            long[] dilations = new long[rank];
            long[] pads = new long[2 * rank];
            for (int i = 0; i < rank; i++) {
                kernel[i] = draw.integer(1, 3);
                strides[i] = draw.integer(1, 3);
                dilations[i] = draw.pick(1, 1, 2);
                pads[i] = draw.integer(0, (int) kernel[i] - 1);
                pads[rank + i] = draw.integer(0, (int) kernel[i] - 1);
                x[i + 2] = (kernel[i] - 1) * dilations[i] + 1 + draw.integer(0, 3);
            }
            Attributes attributes = Attributes.of("kernel_shape", kernel)
                    .with("strides", strides)
                    .with("dilations", dilations)
                    .with("ceil_mode", draw.pick(0, 1));
            String autoPad = draw.pick("NOTSET", "NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER");
            attributes =
                    autoPad.equals("NOTSET") ? attributes.with("pads", pads) : attributes.with("auto_pad", autoPad);
            return Domain.Sample.of(attributes, values.apply(draw, x));
        });
    }
}
