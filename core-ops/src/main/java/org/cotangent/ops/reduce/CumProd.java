package org.cotangent.ops.reduce;

import java.util.List;
import org.cotangent.ops.internal.lines.Cumulation;
import org.cotangent.ops.internal.reduce.Products;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;

/**
 * {@code y_i = x_0 * ... * x_i} along the axis that {@code axis} holds; with {@code exclusive = 1} without {@code x_i},
 * with {@code reverse = 1} from the end. Integers wrap around. The derivative holds where elements are 0, too.
 *
 * <p>ONNX CumProd, version 26.
 */
public final class CumProd extends Cumulation {
    public CumProd() {
        super("CumProd", 26);
    }

    @Override
    protected int identity() {
        return 1;
    }

    @Override
    protected double combine(double x, double y) {
        return x * y;
    }

    @Override
    protected long combine(long x, long y) {
        return x * y;
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(this::prepare, CumProd::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        int axis = call.shape(0).axis(Products.known(f, call.input(1))[0]);
        boolean exclusive = call.attributes().flag("exclusive");
        return List.of(Products.cumulated(
                f, call.input(0), axis, exclusive, call.attributes().flag("reverse")));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }
}
