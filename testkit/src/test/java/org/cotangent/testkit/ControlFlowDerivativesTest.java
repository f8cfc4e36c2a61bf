package org.cotangent.testkit;

import static org.cotangent.testkit.ControlFlow.branch;
import static org.cotangent.testkit.ControlFlow.loop;
import static org.cotangent.testkit.ControlFlow.map;
import static org.cotangent.testkit.ControlFlow.number;
import static org.cotangent.testkit.ControlFlow.scan;

import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Both products through branches and loops, and those of the gradients, agree with finite differences. */
class ControlFlowDerivativesTest {
    private final GraphLaws laws = new GraphLaws();
    private final Tensor x = Tensor.vector(0.5, -1.0, 0.75);
    private final Tensor y = Tensor.vector(1.25, 0.5, -0.5);

    private static Value sum(Formulas f, Value x) {
        return f.reduceSum(x, false);
    }

    private static Value positive(Formulas f, Value x) {
        return f.greater(sum(f, x), f.scalar(DType.DOUBLE, 0));
    }

    @Test
    void theBranchThatIsTakenCounts() {
        for (Tensor point : List.of(x, y)) {
            laws.hold(
                    (f, in) -> branch(
                                    f,
                                    positive(f, in.get(0)),
                                    1,
                                    (g, c) -> List.of(g.mul(g.sin(c.get(0)), c.get(1))),
                                    (g, c) -> List.of(g.square(c.get(0))),
                                    in.get(0),
                                    in.get(1))
                            .getFirst(),
                    point,
                    y);
        }
    }

    @Test
    void branchesMayGiveOtherSizes() {
        laws.hold(
                (f, in) -> {
                    Value either = branch(
                                    f,
                                    positive(f, in.get(0)),
                                    1,
                                    (g, c) -> List.of(g.square(c.get(0))),
                                    (g, c) -> List.of(g.slice(g.sin(c.get(0)), 0, 0, 2)),
                                    in.get(0))
                            .getFirst();
                    return f.mul(sum(f, either), sum(f, f.square(either)));
                },
                x);
    }

    @Test
    void carriedValuesNumbersAndStacksTakePart() {
        laws.hold(
                (f, in) -> {
                    List<Value> out = loop(
                            f,
                            number(f, 4),
                            null,
                            3,
                            (g, b) -> {
                                Value place = g.cast(b.get(0), DType.DOUBLE);
                                Value next = g.add(g.mul(g.sin(b.get(2)), b.get(4)), g.mul(place, 0.25));
                                Value other = g.mul(b.get(3), b.get(2));
                                return List.of(b.get(1), next, other, g.mul(b.get(3), next));
                            },
                            List.of(in.get(0), in.get(1)),
                            in.get(1));
                    return f.add(f.mul(out.get(0), out.get(1)), f.reduceSum(out.get(2), false, 0));
                },
                x,
                y);
    }

    @Test
    void anotherEndOfTheLoopIsAnotherFunction() {
        for (long trips : new long[] {0, 1, 3}) {
            laws.hold(
                    (f, in) -> {
                        List<Value> out = loop(
                                f,
                                number(f, trips),
                                null,
                                2,
                                (g, b) -> List.of(b.get(1), g.mul(b.get(2), b.get(3)), g.square(b.get(2))),
                                List.of(in.get(0)),
                                in.get(1));
                        return f.concat(0, List.of(f.square(out.get(0)), f.reduceSum(out.get(1), false, 0)));
                    },
                    x,
                    y);
        }
    }

    @Test
    void theDataMayEndTheLoop() {
        laws.hold(
                (f, in) -> loop(
                                f,
                                null,
                                f.less(sum(f, in.get(0)), f.scalar(DType.DOUBLE, 5)),
                                1,
                                (g, b) -> {
                                    Value next = g.add(g.mul(b.get(2), 1.5), g.square(b.get(3)));
                                    return List.of(g.less(sum(g, next), g.scalar(DType.DOUBLE, 5)), next);
                                },
                                List.of(in.get(0)),
                                in.get(1))
                        .getFirst(),
                x,
                y);
    }

    @Test
    void shapesMayChangeFromIterationToIteration() {
        laws.hold(
                (f, in) -> f.square(loop(
                                f,
                                number(f, 3),
                                null,
                                1,
                                (g, b) -> List.of(
                                        b.get(1),
                                        g.concat(0, List.of(g.sin(b.get(2)), g.mul(b.get(3), sum(g, b.get(2)))))),
                                List.of(in.get(0)),
                                in.get(1))
                        .getFirst()),
                x,
                y);
        laws.hold(
                (f, in) -> f.square(loop(
                                f,
                                number(f, 2),
                                null,
                                1,
                                (g, b) -> List.of(
                                        b.get(1), g.op("Slice", g.square(b.get(2)), g.integers(1), g.integers(9))),
                                List.of(in.get(0)))
                        .getFirst()),
                x);
    }

    @Test
    void aBranchWithinALoopUsesValuesOfAllScopes() {
        laws.hold(
                (f, in) -> {
                    Value outer = f.exp(in.get(1));
                    return loop(
                                    f,
                                    number(f, 5),
                                    null,
                                    1,
                                    (g, b) -> {
                                        List<Value> next = branch(
                                                g,
                                                positive(g, b.get(2)),
                                                1,
                                                (h, c) -> List.of(h.sub(h.mul(c.get(0), 0.5), c.get(1))),
                                                (h, c) -> List.of(h.add(c.get(0), h.mul(c.get(1), c.get(1)))),
                                                b.get(2),
                                                b.get(3));
                                        return List.of(b.get(1), next.getFirst());
                                    },
                                    List.of(in.get(0)),
                                    outer)
                            .getFirst();
                },
                x,
                y);
    }

    @Test
    void sequencesAreCarried() {
        laws.hold(
                (f, in) -> {
                    Value empty = f.op("SequenceEmpty", Attributes.of("dtype", (long) DType.DOUBLE.code()));
                    List<Value> out = loop(
                            f,
                            number(f, 3),
                            null,
                            2,
                            (g, b) -> {
                                Value next = g.mul(g.sin(b.get(3)), b.get(4));
                                return List.of(b.get(1), g.op("SequenceInsert", b.get(2), next), next);
                            },
                            List.of(empty, in.get(0)),
                            in.get(1));
                    Attributes axis = Attributes.of("axis", 0L);
                    return f.square(f.op("ConcatFromSequence", axis, out.get(0)));
                },
                x,
                y);
    }

    @Test
    void whatNoStackHoldsIsComputedAgain() {
        laws.hold(
                (f, in) -> {
                    Value start = f.op("SequenceConstruct", in.get(0), in.get(1));
                    Value sequence = loop(
                                    f,
                                    number(f, 3),
                                    null,
                                    1,
                                    (g, b) -> {
                                        Value last = g.op("SequenceAt", b.get(2), number(g, -1));
                                        Value first = g.op("SequenceAt", b.get(2), number(g, 0));
                                        Value shorter = g.op("SequenceErase", b.get(2), number(g, 0));
                                        return List.of(
                                                b.get(1), g.op("SequenceInsert", shorter, g.mul(last, g.sin(first))));
                                    },
                                    List.of(start))
                            .getFirst();
                    return f.op("ConcatFromSequence", Attributes.of("axis", 0L), sequence);
                },
                x,
                y);
    }

    @Test
    void optionalValuesAreCarried() {
        laws.hold(
                (f, in) -> {
                    Value last = loop(
                                    f,
                                    number(f, 3),
                                    null,
                                    1,
                                    (g, b) -> {
                                        Value held = g.op("OptionalGetElement", b.get(2));
                                        return List.of(b.get(1), g.op("Optional", g.mul(g.sin(held), b.get(3))));
                                    },
                                    List.of(f.op("Optional", in.get(0))),
                                    in.get(1))
                            .getFirst();
                    return f.op("OptionalGetElement", last);
                },
                x,
                y);
    }

    @Test
    void sequencesAreCaptured() {
        laws.hold(
                (f, in) -> {
                    Value both = f.op("SequenceConstruct", in.get(0), in.get(1));
                    Value chosen = branch(
                                    f,
                                    positive(f, in.get(1)),
                                    1,
                                    (g, c) -> List.of(g.square(g.op("SequenceAt", c.get(0), number(g, 0)))),
                                    (g, c) -> List.of(g.op("SequenceAt", c.get(0), number(g, 1))),
                                    both)
                            .getFirst();
                    return loop(
                                    f,
                                    number(f, 2),
                                    null,
                                    1,
                                    (g, b) ->
                                            List.of(b.get(1), g.mul(b.get(2), g.op("SequenceAt", b.get(3), b.get(0)))),
                                    List.of(chosen),
                                    both)
                            .getFirst();
                },
                x,
                y);
    }

    @Test
    void scansWithinLoops() {
        laws.hold(
                (f, in) -> loop(
                                f,
                                number(f, 2),
                                null,
                                1,
                                (g, b) -> {
                                    List<Value> out = scan(
                                            g,
                                            2,
                                            (h, c) -> {
                                                Value next = h.add(h.mul(c.get(0), c.get(2)), h.sin(c.get(1)));
                                                return List.of(next, h.sin(next));
                                            },
                                            List.of(sum(g, b.get(3))),
                                            List.of(b.get(2)),
                                            sum(g, b.get(3)));
                                    return List.of(b.get(1), g.mul(out.get(1), out.get(0)));
                                },
                                List.of(in.get(0)),
                                in.get(1))
                        .getFirst(),
                x,
                y);
    }

    @Test
    void aScanOfWhichOnlyTheStateIsUsed() {
        laws.hold(
                (f, in) -> scan(
                                f,
                                1,
                                (g, c) -> List.of(g.add(c.get(0), c.get(2)), c.get(0)),
                                List.of(in.get(0)),
                                List.of(f.constant(y)),
                                in.get(1))
                        .getFirst(),
                x,
                y);
    }

    @Test
    void mapsThatLookIntoOtherSequences() {
        laws.hold(
                (f, in) -> {
                    Value mapped = f.op("SequenceConstruct", in.get(0), in.get(1));
                    Value other = f.op("SequenceConstruct", f.sin(in.get(1)), in.get(0));
                    Value out = map(
                                    f,
                                    1,
                                    (g, b) -> List.of(g.mul(
                                            g.sin(b.get(0)),
                                            g.add(
                                                    g.op("SequenceAt", b.get(1), number(g, 0)),
                                                    g.op("SequenceAt", b.get(1), number(g, 1))))),
                                    List.of(mapped),
                                    other)
                            .getFirst();
                    return f.op("ConcatFromSequence", Attributes.of("axis", 0L), out);
                },
                x,
                y);
    }

    @Test
    void mapsOfSequences() {
        laws.hold(
                (f, in) -> {
                    Value first = f.op("SequenceConstruct", in.get(0), in.get(1), f.sin(in.get(0)));
                    Value second = f.op("SequenceConstruct", in.get(1), f.exp(in.get(0)), in.get(1));
                    List<Value> out = map(
                            f,
                            2,
                            (g, b) -> List.of(
                                    g.mul(b.get(0), g.mul(b.get(1), b.get(2))), g.sub(b.get(1), g.sin(b.get(3)))),
                            List.of(first, second, in.get(1)),
                            in.get(0));
                    Attributes axis = Attributes.of("axis", 0L);
                    return f.concat(
                            0,
                            List.of(
                                    f.op("ConcatFromSequence", axis, out.get(0)),
                                    f.square(f.op("ConcatFromSequence", axis, out.get(1)))));
                },
                x,
                y);
    }
}
