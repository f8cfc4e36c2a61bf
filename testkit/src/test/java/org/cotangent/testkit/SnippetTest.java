package org.cotangent.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.example.DoubledSquare;
import org.cotangent.testkit.example.JavaSource;
import org.cotangent.testkit.example.TestOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a failure prints is code that shows the failure again. */
class SnippetTest {
    @TempDir
    private Path folder = Path.of("");

    private static Failure failure(Operator operator) {
        return new Examination(operator, 7, 4, 3)
                .run().stream()
                        .filter(report -> report.law().equals("numeric derivative"))
                        .map(report -> Objects.requireNonNull(report.failure()))
                        .findFirst()
                        .orElseThrow();
    }

    private Class<?> compiled(String name, String parameters, String statements) throws Exception {
        String code =
                "import org.cotangent.spi.op.*;\nimport org.cotangent.spi.tensor.*;\nimport org.cotangent.testkit.*;\n"
                        + "public class " + name + " { public static void run(" + parameters + ") {\n" + statements
                        + "} }\n";
        return new JavaSource(name, code).compiled(folder);
    }

    @Test
    void failsAsItDidBefore() throws Exception {
        Failure failure = failure(new DoubledSquare());
        Snippet snippet = new Snippet(failure.which(), failure.law());
        assertTrue(failure.describe()
                .contains(snippet.statements().lines().findFirst().orElseThrow()));
        Method run = compiled("Again", "", snippet.statements()).getMethod("run");
        Throwable thrown = assertThrows(InvocationTargetException.class, () -> run.invoke(null))
                .getCause();
        assertInstanceOf(AssertionError.class, thrown);
        assertTrue(String.valueOf(thrown).contains(failure.details()), () -> String.valueOf(thrown));
    }

    @Test
    void takesAnOperatorThatNobodyElseCanMake() throws Exception {
        Operator wrong = TestOperator.square(new Derivative.Elementwise((f, at, k) -> at.input(0)));
        Failure failure = failure(wrong);
        Method run = compiled("Given", "Operator operator", new Snippet(failure.which(), failure.law()).statements())
                .getMethod("run", Operator.class);
        assertInstanceOf(
                AssertionError.class,
                assertThrows(InvocationTargetException.class, () -> run.invoke(null, wrong))
                        .getCause());
    }

    @Test
    void everyKindOfTensorAndAttributeHasCode() throws Exception {
        Attributes attributes = Attributes.of("i", 3)
                .with("f", 0.1f)
                .with("n", Float.NaN)
                .with("s", "a \"b\" \\ \n é")
                .with("is", 1L, 2L)
                .with("fs", new Attribute.OfFloats(List.of(0.5f, Float.NEGATIVE_INFINITY)))
                .with("ss", new Attribute.OfStrings(List.of("x", "")))
                .with("t", Tensor.vector(1f, 2f));
        Domain.Sample sample = Domain.Sample.of(
                        attributes,
                        Tensor.of(new double[] {0.1, Double.POSITIVE_INFINITY}, 2, 1),
                        null,
                        Tensor.full(DType.BFLOAT16, 1.5, 2),
                        Tensor.of(new boolean[] {true, false}, 2),
                        Tensor.full(DType.UINT8, 200, 1),
                        Tensor.of(new String[] {"é", "\t"}, 2),
                        Tensor.allocate(DType.FLOAT, 0, 2))
                .withOutputs(2);
        Case which = new Case(new DoubledSquare(), sample, 1, 5);
        String call = new Snippet(which, "x").statements();
        String statements = "return " + call.substring(call.indexOf("Domain.Sample"), call.lastIndexOf(')')) + ";";
        String code = "import org.cotangent.spi.op.*;\nimport org.cotangent.spi.tensor.*;\n"
                + "public class Sample1 { public static Object get() { " + statements + " } }";
        Domain.Sample again = (Domain.Sample) Objects.requireNonNull(new JavaSource("Sample1", code)
                .compiled(folder)
                .getMethod("get")
                .invoke(null));
        assertEquals(2, again.outputs());
        assertEquals(sample.inputs().toString(), again.inputs().toString());
        assertEquals(
                attributes.without("t").toString(),
                again.attributes().without("t").toString());
    }

    @Test
    void largeCallsAreDrawnAgain() {
        Domain.Sample large = Domain.Sample.of(Tensor.allocate(DType.DOUBLE, 65));
        String code = new Snippet(new Case(new DoubledSquare(), large, 3, 9), "adjoint identity").statements();
        assertTrue(
                code.contains("Case.drawn(new org.cotangent.testkit.example.DoubledSquare(), 3, 9L).sample()"), code);
    }
}
