package org.cotangent.testkit;

import java.util.List;
import java.util.stream.Stream;
import org.cotangent.spi.op.Operator;
import org.cotangent.testkit.law.Law;
import org.cotangent.testkit.law.Reference;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The test of an operator: extend it and say which one.
 *
 * <p>{@snippet : class SwishTest extends OperatorContract { protected Operator operator() { return new Swish(); } } }
 *
 * <p>There is a test per law, on random calls from the operator's {@link Operator#domain()}. A failure prints the
 * smallest call that was found and the seed; {@code -Dcotangent.seed=...} repeats it, {@code -Dcotangent.tries=...}
 * draws more.
 */
public abstract class OperatorContract {
    /** {@return the operator to be tested} It need not be registered. */
    protected abstract Operator operator();

    /** {@return laws of this operator's own beside those of all operators, such as a {@link Reference}} */
    protected List<Law> more() {
        return List.of();
    }

    @TestFactory
    public final Stream<DynamicTest> laws() {
        return tests(Examination.of(operator()).with(more()));
    }

    /** {@return a test per law} */
    static Stream<DynamicTest> tests(Examination examination) {
        List<LawReport> reports = examination.run();
        return reports.stream().map(report -> DynamicTest.dynamicTest(report.law(), () -> verify(report)));
    }

    private static void verify(LawReport report) {
        String problem = report.problem();
        if (problem != null) {
            Assertions.fail(problem);
        }
        String undecided = report.undecided();
        Assumptions.assumeTrue(undecided == null, undecided);
    }
}
