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
 * A tensor of the shape of X with the elements of dY, one for each window of MaxPool over X, added at the places of the
 * windows' largest elements, and zero elsewhere: {@code dX = J^T dY} of MaxPool at X.
 *
 * <p>Of equal elements the first counts, and a NaN before all others; the number of a window that is all padding is
 * dropped. Linear in dY, with {@link MaxPoolGather} as transpose; the derivative with respect to X is zero, and stands
 * for one where the largest elements of a window tie. The attributes are those of MaxPool.
 */
public final class MaxPoolScatter extends MaxPoolMap {
    public MaxPoolScatter() {
        super("MaxPoolScatter", "MaxPoolGather", "dY", "dX");
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape windows = Pooling.infer(call);
        Shape dy = call.shape(1);
        if (windows.isStatic() && dy.isStatic() && !windows.equals(dy)) {
            throw new ShapeException("dY must have a number for each window, " + windows + ", not " + dy);
        }
        return List.of(call.input(0));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(
                call -> new MaxPoolMapKernel(
                        call, Pooling.windows(call.attributes(), call.input(0).shape()), true),
                MaxPoolScatter::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value x = call.input(0);
        Value flat = f.op(
                "ScatterElements",
                Attributes.of("reduction", "add"),
                f.reshape(f.zerosLike(x), -1),
                f.reshape(places(f, call), -1),
                f.reshape(withoutPadding(f, call, call.input(1)), -1));
        return List.of(f.reshapeLike(flat, x));
    }

    @Override
    protected Shape moved(Attributes attributes, Shape x) {
        return Pooling.result(x, Pooling.windows(attributes, x));
    }
}
