package org.cotangent.ops.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.BiFunction;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.engine.eager.Eager;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FlexAttentionTest {
    private final OperatorRegistry operators = OperatorRegistry.load(FlexAttentionTest.class.getClassLoader());
    private final Eager eager = Cotangent.portable(operators).eager();
    private final Tensor q = Tensor.of(new double[] {1, 2, 3, 4}, 1, 2, 1, 2);
    private final Tensor k = Tensor.of(new double[] {1, 0, 0, 1, 1, 1}, 1, 1, 3, 2);
    private final Tensor v = Tensor.of(new double[] {1, 10, 100}, 1, 1, 3, 1);

    private Attributes modifier(String name, BiFunction<Formulas, Value, Value> function) {
        GraphBuilder builder = new GraphBuilder(name, operators);
        Value x = builder.input("x", TensorType.of(DType.DOUBLE, 1, 2, 1, 3));
        builder.output("y", function.apply(new Formulas(builder), x));
        return Attributes.none().with(name, new Attribute.OfGraph(builder.build(), 0));
    }

    private double[] run(String domain, String type, Attributes attributes, @Nullable Tensor... inputs) {
        Value[] values = new Value[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            Tensor input = inputs[i];
            values[i] = input == null ? null : eager.constant(input);
        }
        return eager.tensor(eager.formulas()
                        .call(domain, type, attributes, 1, values)
                        .getFirst())
                .toDoubles();
    }

    private double[] flex(Attributes attributes) {
        return run("ai.onnx.preview", "FlexAttention", attributes, q, k, v);
    }

    @Test
    void withoutModifiersItIsAttention() {
        assertArrayEquals(run("", "Attention", Attributes.none(), q, k, v), flex(Attributes.none()), 1e-12);
    }

    @Test
    void aScoreOfMinusInfinityLeavesAKeyOut() {
        Tensor mask = Tensor.of(new boolean[] {true, true, false}, 1, 3);
        Attributes masked = modifier(
                "score_mod",
                (f, scores) -> f.where(f.constant(mask), scores, f.scalar(DType.DOUBLE, Double.NEGATIVE_INFINITY)));
        assertArrayEquals(run("", "Attention", Attributes.none(), q, k, v, mask), flex(masked), 1e-12);
    }

    @Test
    void weightsAreWhatTheirModifierMakesOfThem() {
        Attributes even = modifier("prob_mod", (f, weights) -> f.onesLike(weights));
        assertArrayEquals(new double[] {111, 111}, flex(even));
    }

    @Test
    void aModifierGivesOneTensorLikeItsInput() {
        Attributes flat = modifier("score_mod", (f, scores) -> f.reshape(scores, -1));
        assertThrows(CotangentException.class, () -> flex(flat));
    }

    @Test
    void gradientsPassThroughModifiers() {
        Attributes square = modifier("prob_mod", Formulas::square);
        var variable = eager.variable(v);
        Value y = eager.formulas()
                .call("ai.onnx.preview", "FlexAttention", square, 1, eager.constant(q), eager.constant(k), variable)
                .getFirst();
        Tensor gradient = eager.grad(eager.formulas().reduceSum(y, false), List.of(variable))
                .getFirst();
        double[] weights = new double[3];
        for (int i = 0; i < 3; i++) {
            double[] one = new double[3];
            one[i] = 1;
            double[] found = run("ai.onnx.preview", "FlexAttention", square, q, k, Tensor.of(one, 1, 1, 3, 1));
            weights[i] = found[0] + found[1];
        }
        assertArrayEquals(weights, gradient.toDoubles(), 1e-12);
    }
}
