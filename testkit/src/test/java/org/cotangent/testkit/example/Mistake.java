package org.cotangent.testkit.example;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.Objects;
import org.cotangent.spi.op.Operator;
import org.cotangent.testkit.Examination;
import org.cotangent.testkit.Failure;
import org.cotangent.testkit.LawReport;

/**
 * An operator that is wrong in one way.
 *
 * @param law the law that must catch it
 */
public record Mistake(String name, Operator operator, String law) {
    /** Throws {@link AssertionError} unless the law finds the mistake. */
    public void verifyCaught() {
        List<LawReport> reports = new Examination(operator, 5, 6, 3).run();
        LawReport report =
                reports.stream().filter(r -> r.law().equals(law)).findFirst().orElseThrow();
        assertNotNull(
                report.failure(),
                () -> name + " is not caught by '" + law + "' (" + report.tally() + "); by "
                        + reports.stream()
                                .filter(r -> r.failure() != null)
                                .map(LawReport::law)
                                .toList());
        assertNotNull(Objects.requireNonNull(report.failure()).describe());
    }

    /** {@return the failure of a law in an examination} */
    public static Failure failure(List<LawReport> reports, String law) {
        return reports.stream()
                .filter(report -> report.law().equals(law))
                .map(LawReport::failure)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String toString() {
        return name;
    }
}
