package org.cotangent.ops.array;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.AttributeException;
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
 * Channels arranged as blocks of {@code blocksize * blocksize} places of images in NCHW; ONNX DepthToSpace, version 13.
 *
 * <p>The place within the block is the slower part of the channel number in mode DCR and the faster in mode CRD.
 */
public final class DepthToSpace extends OnnxOperator {
    public DepthToSpace() {
        super(
                "DepthToSpace",
                13,
                Signature.builder()
                        .input("input", Types.basic("T"))
                        .output("output", Types.basic("T"))
                        .optionalInteger("blocksize")
                        .attribute("mode", "DCR")
                        .build());
    }

    private static boolean blockFirst(Attributes attributes) {
        return switch (attributes.text("mode")) {
            case "DCR" -> true;
            case "CRD" -> false;
            default -> throw new AttributeException("mode must be DCR or CRD, not '" + attributes.text("mode") + "'");
        };
    }

    private static Shape shape(Attributes attributes, Shape data) {
        long block = attributes.integer("blocksize");
        blockFirst(attributes);
        boolean fits = data.rank() == 4 && block > 0;
        if (!fits || (data.dim(1).isKnown() && data.size(1) % (block * block) != 0)) {
            throw new ShapeException("input " + data
                    + " must have four axes, and channels in multiples of the square of " + "blocksize " + block);
        }
        return Shape.of(List.of(
                data.dim(0),
                data.dim(1).floorDiv(Dim.of(block * block)),
                data.dim(2).times(block),
                data.dim(3).times(block)));
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        return List.of(call.input(0).with(shape(call.attributes(), call.shape(0))));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(DepthToSpace::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Shape data = call.shape(0);
        Shape result = shape(call.attributes(), data);
        Dim block = Dim.of(call.attributes().integer("blocksize"));
        Dim depth = result.dim(1);
        if (blockFirst(call.attributes())) {
            Shape split = Shape.of(List.of(data.dim(0), block, block, depth, data.dim(2), data.dim(3)));
            return List.of(f.reshape(f.transpose(f.reshape(call.input(0), split), 0, 3, 4, 1, 5, 2), result));
        }
        Shape split = Shape.of(List.of(data.dim(0), depth, block, block, data.dim(2), data.dim(3)));
        return List.of(f.reshape(f.transpose(f.reshape(call.input(0), split), 0, 1, 4, 2, 5, 3), result));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            int block = draw.integer(1, 3);
            long[] shape = {draw.extent(), (long) draw.extent() * block * block, draw.extent(), draw.extent()};
            Attributes attributes = Attributes.of("blocksize", block).with("mode", draw.pick("DCR", "CRD"));
            return Domain.Sample.of(attributes, draw.tensor(shape, -2, 2));
        });
    }
}
