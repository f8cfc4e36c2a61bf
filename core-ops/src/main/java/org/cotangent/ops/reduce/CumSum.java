package org.cotangent.ops.reduce;

import java.util.List;
import org.cotangent.ops.internal.lines.Cumulation;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Point;

/**
 * {@code y_i = x_0 + ... + x_i} along the axis that {@code axis} holds; with {@code exclusive = 1} without {@code x_i},
 * with {@code reverse = 1} from the end. Integers wrap around.
 *
 * <p>ONNX CumSum, version 14.
 */
public final class CumSum extends Cumulation {
    public CumSum() {
        super("CumSum", 14);
    }

    @Override
    protected int identity() {
        return 0;
    }

    @Override
    protected double combine(double x, double y) {
        return x + y;
    }

    @Override
    protected long combine(long x, long y) {
        return x + y;
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(this::prepare);
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear(CumSum::transpose);
    }

    private static Value transpose(Formulas f, Point at, int k, List<Value> cotangents) {
        Attributes turned = at.attributes().with("reverse", at.attributes().flag("reverse") ? 0 : 1);
        return f.op("CumSum", turned, cotangents.getFirst(), at.input(1));
    }
}
