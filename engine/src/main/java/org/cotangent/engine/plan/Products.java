package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.AxisOrder;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;

/** Counts the multiplications of a node, of those that are added up: matrix products, convolutions, attention. */
public final class Products {
    private final List<Shape> inputs;
    private final Shape output;

    private Products(List<Shape> inputs, Shape output) {
        this.inputs = inputs;
        this.output = output;
    }

    /** {@return the multiplications; 0 for other operators and where sizes are not known} */
    public static long of(Node node) {
        boolean known = node.outputs().getFirst().type() instanceof TensorType type && type.isStatic();
        for (Value input : node.inputs()) {
            known &= input == null || (input.type() instanceof TensorType type && type.isStatic());
        }
        if (!known) {
            return 0;
        }
        List<Shape> shapes = node.inputs().stream()
                .map(input -> input == null ? Shape.scalar() : input.shape())
                .toList();
        Shape result = node.outputs().getFirst().shape();
        if (node.operator().forward() instanceof Forward.Composite composite) {
            List<Shape> logical = new ArrayList<>();
            for (int i = 0; i < composite.inputs().size(); i++) {
                logical.add(composite.inputs().get(i).apply(shapes.get(i)));
            }
            AxisOrder back = composite.output().inverse();
            return new Products(logical, back.apply(result)).count(composite.operator(), composite.attributes());
        }
        return new Products(shapes, result).count(node.operator(), node.attributes());
    }

    private long count(Operator operator, Attributes attributes) {
        return switch (operator.id().qualifiedName()) {
            case "Conv", "ConvInteger" -> elements(output) * behindFirst(inputs.get(1));
            case "QLinearConv" -> elements(output) * behindFirst(inputs.get(3));
            case "ConvTranspose", "org.cotangent::ConvInputGradient" ->
                elements(inputs.getFirst()) * behindFirst(inputs.get(1));
            case "org.cotangent::ConvWeightGradient" -> elements(inputs.get(1)) * behindFirst(output);
            case "Gemm", "MatMul", "MatMulInteger", "QLinearMatMul", "org.cotangent::FusedMatMul" ->
                elements(output) * inner(attributes.flag("transA"));
            case "LSTM", "GRU", "RNN" -> {
                Shape x = inputs.getFirst();
                yield x.size(0) * x.size(1) * (elements(inputs.get(1)) + elements(inputs.get(2)));
            }
            case "Attention" -> {
                Shape k = inputs.get(1);
                yield 2 * elements(inputs.getFirst()) * k.size(k.rank() - 2);
            }
            default -> 0;
        };
    }

    private static long elements(Shape shape) {
        return shape.elements().size();
    }

    private static long behindFirst(Shape weights) {
        return weights.elements(1, weights.rank()).size();
    }

    /** The size of the axis that a product adds up over. */
    private long inner(boolean transposed) {
        Shape left = inputs.getFirst();
        return left.size(left.rank() - (transposed ? 2 : 1));
    }
}
