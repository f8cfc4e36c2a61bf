package org.cotangent.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.testkit.calculus.Verdict;
import org.cotangent.testkit.example.TestOperator;
import org.junit.jupiter.api.Test;

class GradientCheckTest {
    private final Cotangent engine = Cotangent.portable(OperatorRegistry.load(getClass().getClassLoader()));

    /** tanh(activation(x w) + b) over float32, where w and b are parameters. */
    private Graph network(Operator activation) {
        GraphBuilder builder = engine.graph("network");
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 2, 3));
        Value w = builder.parameter("w", Tensor.of(new float[] {0.5f, -1, 0.25f, 1, 0.75f, -0.5f}, 3, 2));
        Value b = builder.parameter("b", Tensor.vector(0.1f, -0.2f));
        Value hidden = builder.emit(activation, Attributes.none(), List.of(builder.apply("MatMul", x, w)), 1)
                .getFirst();
        builder.output("y", builder.apply("Tanh", builder.apply("Add", hidden, b)));
        return builder.build();
    }

    private List<Finding> check(Operator activation) {
        Tensor x = Tensor.of(new float[] {1, -0.5f, 2, 0.25f, 1.5f, -1}, 2, 3);
        return new GradientCheck(engine, 1).of(network(activation), Map.of("x", x));
    }

    @Test
    void everyInputAndParameterIsChecked() {
        List<Finding> findings = check(TestOperator.square(new Derivative.Elementwise((f, at, k) -> f.mul(at.input(0), 2))));
        assertEquals(List.of(), Laws.failures(findings));
        assertEquals(9, findings.size());
        for (String name : List.of("x", "w", "b")) {
            assertTrue(findings.contains(new Finding("numeric derivative of " + name, Verdict.pass())), name);
        }
    }

    @Test
    void aWrongDerivativeIsSeenInWhatLiesBeforeIt() {
        List<Finding> findings = check(TestOperator.square(new Derivative.Elementwise((f, at, k) -> at.input(0))));
        assertEquals(
                List.of("numeric derivative of x", "numeric derivative of w"),
                Laws.failures(findings).stream().map(Finding::law).toList());
    }
}
