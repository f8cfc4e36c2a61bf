package org.cotangent.ops.vision;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.ops.internal.vision.BoxSelection;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/**
 * Picks boxes in the order of their scores, leaving out those that overlap one that was picked before: rows of batch,
 * class and box, [picked, 3].
 *
 * <p>Boxes are [N, boxes, 4], scores [N, classes, boxes]. A box is two opposite corners (y, x, y, x) or, with
 * {@code center_point_box}, a centre and sizes (x, y, width, height). It is left out if its score is not above
 * {@code score_threshold}, or if its intersection with a picked box, over their union, exceeds {@code iou_threshold} (0
 * unless given). At most {@code max_output_boxes_per_class} are picked, none if that is absent. Of equal scores the
 * first box comes first; NaN is no score. Areas are computed in float32. ONNX NonMaxSuppression, version 11.
 */
public final class NonMaxSuppression extends OnnxOperator {
    public NonMaxSuppression() {
        super("NonMaxSuppression", 11, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable real = TypeVariable.of("F", DType.FLOAT);
        return Signature.builder()
                .input("boxes", real)
                .input("scores", real)
                .optionalFixed("max_output_boxes_per_class", Types.int64("I"))
                .optionalFixed("iou_threshold", real)
                .optionalFixed("score_threshold", real)
                .output("selected_indices", Types.int64("I"))
                .attribute("center_point_box", 0)
                .build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        Shape boxes = call.shape(0);
        Shape scores = call.shape(1);
        boolean fits = boxes.rank() == 3
                && scores.rank() == 3
                && agree(boxes.dim(2), Dim.of(4))
                && agree(boxes.dim(0), scores.dim(0))
                && agree(boxes.dim(1), scores.dim(2));
        if (!fits) {
            throw new ShapeException(
                    "boxes must be [N, boxes, 4] and scores [N, classes, boxes], not " + boxes + " and " + scores);
        }
        long format = call.attributes().integer("center_point_box");
        if (format != 0 && format != 1) {
            throw new AttributeException("center_point_box must be 0 or 1, not " + format);
        }
        return List.of(new TensorType(DType.INT64, Shape.of(List.of(call.fresh("picked"), Dim.of(3)))));
    }

    private static boolean agree(Dim one, Dim other) {
        return !one.isKnown() || !other.isKnown() || one.equals(other);
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(call -> new BoxSelection(
                call.input(0).shape(), call.input(1).shape(), call.attributes().flag("center_point_box")));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("indices are integers");
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long batch = draw.integer(1, 2);
            long boxes = draw.extent();
            return Domain.Sample.of(
                    Attributes.of("center_point_box", draw.integer(0, 1)),
                    draw.tensor(DType.FLOAT, new long[] {batch, boxes, 4}, 0, 1),
                    draw.tensor(DType.FLOAT, new long[] {batch, draw.integer(1, 2), boxes}, 0, 1),
                    Tensor.scalar((long) draw.integer(0, 3)),
                    draw.chance(0.3)
                            ? null
                            : Tensor.full(DType.FLOAT, draw.random().nextDouble(), 1),
                    draw.chance(0.3) ? null : Tensor.full(DType.FLOAT, 0.2));
        });
    }
}
