package org.cotangent.ops.array;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.ValueType;

/**
 * Blocks of {@code blocksize * blocksize} places of images in NCHW arranged as channels, the place within the block
 * being the slower part of the channel number; ONNX SpaceToDepth, version 13.
 */
public final class SpaceToDepth extends OnnxOperator {
    public SpaceToDepth() {
        super(
                "SpaceToDepth",
                13,
                Signature.builder()
                        .input("input", Types.basic("T"))
                        .output("output", Types.basic("T"))
                        .optionalInteger("blocksize")
                        .build());
    }

    private static Shape shape(Attributes attributes, Shape data) {
        long block = attributes.integer("blocksize");
        if (data.rank() != 4 || block <= 0 || !divides(block, data.dim(2)) || !divides(block, data.dim(3))) {
            throw new ShapeException(
                    "input " + data + " must have four axes, the last two in multiples of blocksize " + block);
        }
        return Shape.of(List.of(
                data.dim(0),
                data.dim(1).times(block * block),
                data.dim(2).floorDiv(Dim.of(block)),
                data.dim(3).floorDiv(Dim.of(block))));
    }

    private static boolean divides(long block, Dim size) {
        return !size.isKnown() || size.size() % block == 0;
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        return List.of(call.input(0).with(shape(call.attributes(), call.shape(0))));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(SpaceToDepth::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Shape data = call.shape(0);
        Shape result = shape(call.attributes(), data);
        Dim block = Dim.of(call.attributes().integer("blocksize"));
        Shape split = Shape.of(List.of(data.dim(0), data.dim(1), result.dim(2), block, result.dim(3), block));
        return List.of(f.reshape(f.transpose(f.reshape(call.input(0), split), 0, 3, 5, 1, 2, 4), result));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            int block = draw.integer(1, 3);
            long[] shape = {draw.extent(), draw.extent(), (long) draw.extent() * block, (long) draw.extent() * block};
            return Domain.Sample.of(Attributes.of("blocksize", block), draw.tensor(shape, -2, 2));
        });
    }
}
