package org.cotangent.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Operator;
import org.cotangent.testkit.calculus.Verdict;
import org.cotangent.testkit.example.DoubledSquare;
import org.cotangent.testkit.example.TestOperator;
import org.junit.jupiter.api.Test;

class CoverageTest {
    private static Coverage coverage() {
        Coverage coverage = new Coverage();
        List<Verdict> mixed = List.of(Verdict.pass(), Verdict.inconclusive("a kink"), Verdict.unsupported("opset 27"));
        coverage.add(
                new DoubledSquare().id().toString(),
                List.of(
                        new LawReport("numeric derivative", true, mixed, null),
                        new LawReport("expansion", false, List.of(Verdict.skipped("there\nis none")), null),
                        new LawReport("round trip", false, List.of(Verdict.unsupported("opset 27")), null)));
        return coverage;
    }

    @Test
    void verdictsOfEachKindAreCounted() {
        assertEquals(
                "1 operators: 1 passed, 0 failed, 1 inconclusive, 2 unsupported, 1 skipped",
                coverage().summary());
        assertEquals(
                List.of(
                        "law\tpassed\tfailed\tinconclusive\tunsupported\tskipped",
                        "numeric derivative\t1\t0\t1\t1\t0",
                        "expansion\t0\t0\t0\t0\t1",
                        "round trip\t0\t0\t0\t1\t0"),
                coverage().byLaw().lines().toList());
    }

    @Test
    void whatIsUndecidedSaysWhy() {
        String name = new DoubledSquare().id().toString();
        assertEquals(
                List.of(
                        "operator\tlaw\twhy",
                        name + "\texpansion\tthere is none",
                        name + "\tround trip\tunsupported: opset 27"),
                coverage().undecided().lines().toList());
    }

    @Test
    void operatorsThatNobodyExaminedAreMissing() {
        Operator other = TestOperator.square(new Derivative.Missing("nobody wrote it"));
        assertEquals(List.of(other.id().toString()), coverage().missing(List.of(new DoubledSquare(), other)));
    }
}
