package org.cotangent.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.onnx.ExportOptions;
import org.cotangent.onnx.Onnx;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.testkit.calculus.Verdict;
import org.cotangent.testkit.example.TestOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GradientCheckTest {
    private final Cotangent engine =
            Cotangent.portable(OperatorRegistry.load(getClass().getClassLoader()));

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
        return GradientCheck.of(network(activation), engine)
                .at(Map.of("x", x))
                .withSeed(1)
                .findings();
    }

    @Test
    void everyInputAndParameterIsChecked() {
        List<Finding> findings =
                check(TestOperator.square(new Derivative.Elementwise((f, at, k) -> f.mul(at.input(0), 2))));
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

    /** Scans over the rows of x: the sum of tanh(row w), where w is an initializer that nobody calls a parameter. */
    private Graph scan() {
        GraphBuilder body = engine.graph("body");
        Value sum = body.input("sum", TensorType.of(DType.FLOAT, 2));
        Value row = body.input("row", TensorType.of(DType.FLOAT, 2));
        Value weight = body.input("weight", TensorType.of(DType.FLOAT, 2, 2));
        body.output("next", body.apply("Add", sum, body.apply("Tanh", body.apply("MatMul", row, weight))));
        GraphBuilder builder = engine.graph("scan");
        Value start = builder.initializer("start", Tensor.vector(0.5f, -0.5f));
        Value x = builder.input("x", new TensorType(DType.FLOAT, Shape.of(List.of(Dim.symbol("n"), Dim.of(2)))));
        Value w = builder.initializer("w", Tensor.of(new float[] {0.5f, -1, 0.25f, 1}, 2, 2));
        Attributes attributes =
                Attributes.of("num_scan_inputs", 1).with("body", new Attribute.OfGraph(body.build(), 1));
        builder.output("y", builder.apply("Scan", attributes, start, x, w));
        return builder.build();
    }

    @Test
    void modelsAreReadFromFilesAndTheirInputsDrawn(@TempDir Path folder) {
        Path file = folder.resolve("scan.onnx");
        Onnx.write(scan(), engine.operators(), file, ExportOptions.standard());
        GradientCheck check = GradientCheck.of(file);
        check.verify();
        Set<String> names = new TreeSet<>();
        check.findings().forEach(finding -> names.add(finding.law().replaceAll(".* of ", "")));
        assertEquals(Set.of("start", "w", "x"), names);
    }

    @Test
    void failuresNameInputsAndParameters() {
        Operator halved = TestOperator.square(new Derivative.Elementwise((f, at, k) -> at.input(0)));
        AssertionError error = assertThrows(
                AssertionError.class,
                () -> GradientCheck.of(network(halved), engine).verify());
        assertTrue(String.valueOf(error.getMessage()).contains("numeric derivative of w: "), error.getMessage());
    }
}
