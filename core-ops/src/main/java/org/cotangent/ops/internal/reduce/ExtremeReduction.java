package org.cotangent.ops.internal.reduce;

import org.cotangent.ops.internal.support.Slopes;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.tensor.Tensor;

/** The largest or the smallest of the elements along axes. Elements that tie share the derivative equally. */
public abstract class ExtremeReduction extends WeightedReduction {
    private final boolean largest;

    protected ExtremeReduction(String type, int since, boolean largest) {
        super(
                type,
                since,
                ordered(),
                kernel(new Reduction(
                        Reduction.Map.IDENTITY,
                        largest ? Reduction.Combine.MAX : Reduction.Combine.MIN,
                        Reduction.Finish.IDENTITY)));
        this.largest = largest;
    }

    /** {@return 1 for the elements that are equal to the output, divided by how many they are, 0 for others} */
    @Override
    protected final Value weights(Formulas f, Point at) {
        Value y = kept(f, at);
        Value reaches = Slopes.indicator(f, f.equal(at.input(0), y), y);
        return f.div(reaches, ReductionAxes.sumKept(f, at, reaches));
    }

    @Override
    protected final Tensor data(Draw draw, long[] shape) {
        return draw.distinct(shape, 0.2);
    }

    @Override
    protected final Domain.Kink[] kinks() {
        Tensor tie = Tensor.vector(2.0, 2.0, largest ? 1.0 : 3.0);
        return new Domain.Kink[] {Domain.Kink.of(Domain.Sample.of(tie), Tensor.vector(0.5, 0.5, 0.0))};
    }
}
