package org.cotangent.ops.fused;

import java.util.List;
import org.cotangent.ops.internal.pooling.MaxPoolMap;
import org.cotangent.ops.internal.pooling.MaxPoolMapKernel;
import org.cotangent.ops.internal.pooling.Pooling;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.ValueType;

/**
 * For each window of MaxPool over X, the element of V, of the shape of X, at the place of the largest element: the
 * Jacobian of MaxPool at X, applied to V.
 *
 * <p>Of equal elements the first counts, and a NaN before all others; a window that is all padding gives zero. Linear
 * in V, with {@link MaxPoolScatter} as transpose; the derivative with respect to X is zero, and stands for one where
 * the largest elements of a window tie. The attributes are those of MaxPool.
 */
public final class MaxPoolGather extends MaxPoolMap {
    public MaxPoolGather() {
        super("MaxPoolGather", "MaxPoolScatter", "V", "Y");
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape windows = Pooling.infer(call);
        Shape x = call.shape(0);
        Shape v = call.shape(1);
        if (x.isStatic() && v.isStatic() && !x.equals(v)) {
            throw new ShapeException("V must have the shape of X, " + x + ", not " + v);
        }
        return List.of(call.input(0).with(windows));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(
                call -> new MaxPoolMapKernel(
                        call, Pooling.windows(call.attributes(), call.input(0).shape()), false),
                MaxPoolGather::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value flat = f.reshape(call.input(1), -1);
        return List.of(withoutPadding(f, call, f.gather(flat, places(f, call), 0)));
    }

    @Override
    protected Shape moved(Attributes attributes, Shape x) {
        return x;
    }
}
