package org.cotangent.picture;

import java.util.List;
import java.util.Map;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.GraphBuilder.NodeNames;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/** Graphs to draw. */
final class Samples {
    /** Ends elements and comments of HTML, has quotes, control characters and half a character. */
    static final String HOSTILE = "a</script><x><img src=q onerror=alert(1)>&lt;&\"'\\\n]]>-->\u0001\u007f\ud800<!--é";

    static final OperatorLookup OPERATORS = Cotangent.load().operators();

    private Samples() {}

    /** Blocks of layers of three operators, as exporters name them. */
    static Graph blocks(int blocks) {
        GraphBuilder builder = new GraphBuilder("blocks", OPERATORS);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 2, 8));
        for (int i = 0; i < blocks; i++) {
            Value weight = builder.initializer("block." + i + ".weight", Tensor.of(DType.FLOAT, ramp(64), 8, 8));
            Value product = emit(builder, "MatMul", "/block." + i + "/MatMul", List.of(x, weight));
            Value sum = emit(builder, "Add", "/block." + i + "/Add", List.of(product, x));
            x = emit(builder, "Relu", "/block." + i + "/Relu", List.of(sum));
        }
        builder.output("y", x);
        return builder.build();
    }

    static double[] ramp(int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = i;
        }
        return values;
    }

    /** Two operators whose names, and those of all values, are hostile. */
    static Graph hostile() {
        GraphBuilder builder = new GraphBuilder(HOSTILE, OPERATORS);
        Value x = builder.input(HOSTILE, TensorType.of(DType.FLOAT, 2));
        Value weight = builder.initializer(HOSTILE + "w", Tensor.of(DType.FLOAT, ramp(100), 50, 2));
        Value first = emit(builder, "Add", "/" + HOSTILE + "/1", List.of(x, weight));
        Value second = emit(builder, "Mul", "/" + HOSTILE + "/2", List.of(first, first));
        builder.output(HOSTILE + "y", second);
        return builder.build();
    }

    /** A scope of operators that have nothing to do with one another. */
    static Graph strangers() {
        GraphBuilder builder = new GraphBuilder("strangers", OPERATORS);
        for (String type : List.of("Exp", "Neg", "Relu", "Abs")) {
            Value x = builder.input("x" + type, TensorType.of(DType.FLOAT, 2));
            builder.output("y" + type, emit(builder, type, "/scope/" + type, List.of(x)));
        }
        return builder.build();
    }

    /** Operators one after the other, without scopes. */
    static Graph chain(int count) {
        GraphBuilder builder = new GraphBuilder("chain", OPERATORS);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 2));
        for (int i = 0; i < count; i++) {
            Value weight = builder.initializer("w" + i, Tensor.of(DType.FLOAT, ramp(4), 2, 2));
            x = emit(builder, "MatMul", "m" + i, List.of(x, weight));
        }
        builder.output("y", x);
        return builder.build();
    }

    /** An If with an operator in each branch. */
    static Graph branches() {
        GraphBuilder builder = new GraphBuilder("branches", OPERATORS);
        Value condition = builder.input("condition", TensorType.of(DType.BOOL));
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 3));
        Attributes graphs = Attributes.none()
                .with("then_branch", new Attribute.OfGraph(branch("Exp"), 1))
                .with("else_branch", new Attribute.OfGraph(branch("Neg"), 1));
        NodeNames names = new NodeNames("choice", List.of("chosen"), Map.of());
        builder.output(
                "y",
                builder.emit(OPERATORS.get("", "If"), graphs, List.of(condition, x), names, 1)
                        .getFirst());
        return builder.build();
    }

    private static Graph branch(String type) {
        GraphBuilder builder = new GraphBuilder(type, OPERATORS);
        Value x = builder.input("captured", TensorType.of(DType.FLOAT, 3));
        builder.output("result", emit(builder, type, "inner" + type, List.of(x)));
        return builder.build();
    }

    static Value emit(GraphBuilder builder, String type, String name, List<Value> inputs) {
        return emit(builder, type, name, inputs, Map.of());
    }

    static Value emit(
            GraphBuilder builder, String type, String name, List<Value> inputs, Map<String, String> metadata) {
        return builder.emit(
                        OPERATORS.get("", type),
                        Attributes.none(),
                        inputs,
                        new NodeNames(name, List.of(name + ".out"), metadata),
                        1)
                .getFirst();
    }
}
