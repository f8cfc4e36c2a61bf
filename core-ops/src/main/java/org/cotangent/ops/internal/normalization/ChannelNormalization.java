package org.cotangent.ops.internal.normalization;

import java.util.Arrays;
import java.util.List;
import org.cotangent.ops.internal.convolution.Convolution;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/**
 * Normalises groups of channels of [N, C, sizes...], each image by itself; scale and bias are per channel.
 *
 * <p>Subclasses say how many groups there are.
 */
public abstract class ChannelNormalization extends OnnxOperator {
    protected ChannelNormalization(String type, int since, Signature signature) {
        super(type, since, signature);
    }

    /** {@return the number of groups of channels} */
    protected abstract Dim groups(Attributes attributes, Dim channels);

    /** {@return attributes for a test call with so many channels} */
    protected abstract Attributes sample(Attributes attributes, long groups);

    @Override
    public final List<? extends ValueType> infer(Inference call) {
        Shape x = call.shape(0);
        if (x.rank() < 2) {
            throw new ShapeException("the input must have axes for batch and channels, not shape " + x);
        }
        Dim channels = x.dim(1);
        Dim groups = groups(call.attributes(), channels);
        if (groups.isKnown() && (groups.size() < 0 || (groups.size() == 0 && !channels.is(0)))) {
            throw new AttributeException("there must be at least one group, not " + groups);
        }
        if (channels.isKnown() && groups.isKnown() && groups.size() > 0 && channels.size() % groups.size() != 0) {
            throw new ShapeException(channels + " channels do not split into " + groups + " equal groups");
        }
        Convolution.checkBias(call.shape(1), channels);
        Convolution.checkBias(call.shape(2), channels);
        return List.of(call.input(0));
    }

    @Override
    public final Forward forward() {
        return new Forward.HostKernel(this::prepare, this::expand);
    }

    private Kernel prepare(Preparation call) {
        Shape x = call.input(0).shape();
        int channels = Math.toIntExact(x.size(1));
        int groups = Math.toIntExact(groups(call.attributes(), x.dim(1)).size());
        int plane = Math.toIntExact(x.elements(2, x.rank()).size());
        int perGroup = groups == 0 ? 0 : channels / groups;
        int[] rows = new int[Math.toIntExact(x.size(0) * groups)];
        Arrays.setAll(rows, row -> row % groups * perGroup);
        int[] columns = new int[perGroup * plane];
        Arrays.setAll(columns, column -> column / plane);
        return new RowNormalization(
                call,
                new RowNormalization.Layout(
                        rows.length,
                        columns.length,
                        rows,
                        columns,
                        rows,
                        columns,
                        true,
                        call.attributes().real("epsilon"),
                        -1,
                        -1));
    }

    /** Groups as the rows of LayerNormalization, without a scale; then scale and bias. */
    private List<Value> expand(Formulas f, Call call) {
        Shape x = call.shape(0);
        Dim groups = groups(call.attributes(), x.dim(1));
        if (x.elements().is(0)) {
            return List.of(f.op("Identity", call.input(0)));
        }
        Dim plane = x.elements(2, x.rank());
        Value rows = f.reshape(
                call.input(0),
                Shape.of(List.of(x.dim(0), groups, x.dim(1).floorDiv(groups).times(plane))));
        Attributes attributes =
                Attributes.none().with("epsilon", call.attributes().real("epsilon"));
        Value one = f.constant(Tensor.full(call.dtype(0), 1, 1));
        Value normalized = f.op("LayerNormalization", attributes, rows, one);
        Value channels = f.reshape(normalized, Shape.of(List.of(x.dim(0), x.dim(1), plane)));
        Value scaled = f.mul(channels, f.unsqueeze(call.input(1), 1));
        return List.of(f.reshapeLike(f.add(scaled, f.unsqueeze(call.input(2), 1)), call.input(0)));
    }

    @Override
    public final Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public final Domain domain() {
        return Domain.of(draw -> {
            long groups = draw.integer(1, 2);
            long[] x = draw.shape(2, 4);
            x = x.length == 2 ? new long[] {x[0], x[1], 3} : x;
            x[1] = groups * draw.integer(1, 2);
            x[2] += 2;
            long[] channels = {x[1]};
            return Domain.Sample.of(
                    sample(Attributes.none().with("epsilon", draw.pick(1e-5f, 1e-2f)), groups),
                    draw.tensor(DType.DOUBLE, x, -2, 2),
                    draw.tensor(channels, -2, 2),
                    draw.tensor(channels, -2, 2));
        });
    }
}
