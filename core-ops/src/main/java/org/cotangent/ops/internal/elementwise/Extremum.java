package org.cotangent.ops.internal.elementwise;

import java.util.Arrays;
import org.cotangent.ops.internal.support.Slopes;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Kink;
import org.cotangent.spi.op.Domain.Sample;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** The largest or smallest of any number of inputs. The derivative is shared equally by inputs that tie. */
public abstract class Extremum extends VariadicOperator {
    protected Extremum(String type, int since, BinaryFunction function) {
        super(type, since, DType.numeric(), function);
    }

    @Override
    public final Derivative derivative() {
        return new Derivative.Elementwise(Extremum::partial);
    }

    private static Value partial(Formulas f, Point at, int k) {
        Value ties = reaches(f, at, 0);
        for (int i = 1; i < at.inputs().size(); i++) {
            ties = f.add(ties, reaches(f, at, i));
        }
        return f.div(reaches(f, at, k), ties);
    }

    private static Value reaches(Formulas f, Point at, int k) {
        return Slopes.indicator(f, f.equal(at.input(k), at.output(0)), at.output(0));
    }

    @Override
    public final Domain domain() {
        return Domain.of(draw -> {
                    long[] shape = draw.shape(0, 3);
                    Tensor[] inputs = new Tensor[draw.integer(1, 3)];
                    double[] drawn = draw.distinct(new long[] {inputs.length, Domains.count(shape)}, 0.2)
                            .toDoubles();
                    for (int i = 0; i < inputs.length; i++) {
                        int each = drawn.length / inputs.length;
                        inputs[i] = Tensor.of(Arrays.copyOfRange(drawn, i * each, (i + 1) * each), shape);
                    }
                    return Sample.of(inputs);
                })
                .withKinks(Kink.of(
                        Sample.of(Tensor.scalar(1.0), Tensor.scalar(1.0)), Tensor.scalar(0.5), Tensor.scalar(0.5)));
    }
}
