package org.cotangent.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.Verdict;
import org.cotangent.testkit.example.TestOperator;
import org.junit.jupiter.api.Test;

class RightOperatorsTest {
    private static List<LawReport> examine(Operator operator) {
        List<LawReport> reports = new Examination(operator, 3, 5, 3).run();
        reports.forEach(report -> assertNull(report.problem()));
        return reports;
    }

    private static LawReport report(List<LawReport> reports, String law) {
        return reports.stream().filter(r -> r.law().equals(law)).findFirst().orElseThrow();
    }

    private static void assertChecked(List<LawReport> reports, String... laws) {
        for (String law : laws) {
            LawReport report = report(reports, law);
            assertTrue(report.passed() > 0, () -> law + ": " + report.verdicts());
        }
    }

    @Test
    void elementwiseOperatorsPass() {
        Operator product = TestOperator.product(new Derivative.Elementwise((f, at, k) -> at.input(1 - k)));
        assertChecked(
                examine(product),
                "samples run",
                "declarations",
                "inference",
                "inference of symbolic sizes",
                "determinism",
                "inputs stay as they are",
                "elementwise",
                "numeric derivative",
                "adjoint identity",
                "linearity of products",
                "wanted inputs",
                "numeric derivative of the gradient",
                "adjoint identity of the gradient",
                "Hessian symmetry",
                "empty tensors",
                "precision of FLOAT",
                "gradients in FLOAT",
                "precision of BFLOAT16",
                "gradients in FLOAT16");
    }

    @Test
    void linearOperatorsPass() {
        Operator transpose = TestOperator.onSquares(
                io -> {
                    Tensor x = io.input(0);
                    int n = (int) x.size(0);
                    for (int i = 0; i < n * n; i++) {
                        io.output(0).setDouble(i, x.getDouble(i % n * (long) n + i / n));
                    }
                },
                Derivative.linear((f, at, k, u) -> f.transpose(u.getFirst(), 1, 0)));
        assertChecked(examine(transpose), "declared linearity", "adjoint identity", "outputs are written completely");
    }

    @Test
    void rulesInBothDirectionsPass() {
        Operator square = TestOperator.square(new Derivative.Rules(
                (f, at, tangents) -> List.of(
                        tangents.getFirst() instanceof Tangent.Of(var v)
                                ? Tangent.of(f.mul(f.mul(at.input(0), 2), v))
                                : Tangent.zero()),
                (f, at, cotangents, wanted) -> List.of(
                        cotangents.getFirst() instanceof Tangent.Of(var u)
                                ? Tangent.of(f.mul(f.mul(at.input(0), 2), u))
                                : Tangent.zero())));
        assertChecked(examine(square), "results of rules", "numeric derivative", "Hessian symmetry");
    }

    @Test
    void aRuleInOneDirectionIsEnough() {
        Operator square = TestOperator.square(Derivative.ofVjp((f, at, cotangents, wanted) -> List.of(
                cotangents.getFirst() instanceof Tangent.Of(var u)
                        ? Tangent.of(f.mul(f.mul(at.input(0), 2), u))
                        : Tangent.zero())));
        assertChecked(examine(square), "numeric derivative", "adjoint identity of the gradient");
    }

    @Test
    void zeroIsRightForSteps() {
        Operator floor = TestOperator.pointwise(
                        1, Scalar.input(0).apply(UnaryFunction.FLOOR), new Derivative.Zero("a step function"))
                .withDomain(
                        Domain.of(draw -> Domain.Sample.of(draw.away(draw.shape(0, 3), -2, 2, 0.1, -2, -1, 0, 1, 2))));
        assertChecked(examine(floor), "numeric derivative", "adjoint identity");
    }

    @Test
    void aMissingDerivativeIsHonest() {
        Operator square = TestOperator.square(new Derivative.Missing("nobody wrote it"));
        List<LawReport> reports = examine(square);
        assertChecked(reports, "missing derivative");
        assertEquals(
                "the derivative is declared missing",
                report(reports, "numeric derivative").undecided());
    }

    @Test
    void oneCallCanBeChecked() {
        Operator square = TestOperator.square(new Derivative.Elementwise((f, at, k) -> f.mul(at.input(0), 2)));
        List<Finding> findings = Laws.check(square, Domain.Sample.of(Tensor.vector(1.5, -2.0)));
        assertEquals(List.of(), Laws.failures(findings));
        assertTrue(findings.contains(new Finding("numeric derivative", Verdict.pass())));
    }

    @Test
    void linearityInGroupsPasses() {
        Operator product = TestOperator.product(new Derivative.Linear(
                List.of(Set.of(0), Set.of(1)), (f, at, k, u) -> f.mul(u.getFirst(), at.input(1 - k))));
        assertChecked(examine(product), "declared linearity", "wanted inputs", "Hessian symmetry");
    }
}
