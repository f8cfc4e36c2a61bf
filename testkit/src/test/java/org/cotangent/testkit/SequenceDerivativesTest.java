package org.cotangent.testkit;

import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Tensors on their way through sequences and optional values keep their derivatives. */
class SequenceDerivativesTest {
    private final GraphLaws laws = new GraphLaws();
    private final Tensor x = Tensor.of(new double[] {0.5, -1, 2, 0.25, 1.5, -0.75}, 2, 3);
    private final Tensor y = Tensor.of(new double[] {1, 0.5, -0.5, 2, -1.5, 0.75}, 2, 3);
    private final Tensor z = Tensor.of(new double[] {1.25, -0.25, 0.5}, 1, 3);

    private static Value scalar(Formulas f, long number) {
        return f.constant(Tensor.scalar(number));
    }

    private static Value sequence(Formulas f, Value... parts) {
        return f.op("SequenceConstruct", parts);
    }

    private static Value at(Formulas f, Value sequence, long position) {
        return f.op("SequenceAt", sequence, scalar(f, position));
    }

    private static Value concat(Formulas f, Value sequence, long axis, long stack) {
        return f.op("ConcatFromSequence", Attributes.of("axis", axis).with("new_axis", stack), sequence);
    }

    @Test
    void positionsCountFromBothEnds() {
        laws.hold(
                (f, in) -> {
                    Value s = sequence(f, in.get(0), in.get(1), f.sin(in.get(0)));
                    return f.mul(at(f, s, 0), f.mul(at(f, s, -1), f.add(at(f, s, 1), at(f, s, -2))));
                },
                x,
                y);
    }

    @Test
    void tensorsArePutInAndTakenOut() {
        laws.hold(
                (f, in) -> {
                    Value s =
                            f.op("SequenceInsert", sequence(f, in.get(0), in.get(1)), f.exp(in.get(0)), scalar(f, -1));
                    s = f.op("SequenceInsert", s, f.square(in.get(1)));
                    s = f.op("SequenceInsert", s, f.mul(in.get(0), in.get(1)), scalar(f, 0));
                    s = f.op("SequenceErase", f.op("SequenceErase", s, scalar(f, 1)), scalar(f, -2));
                    Value shorter = f.op("SequenceErase", s);
                    return f.mul(at(f, s, -1), f.mul(at(f, shorter, 0), at(f, shorter, 1)));
                },
                x,
                y);
    }

    @Test
    void sequencesOfTensorsOfSeveralSizesArePutTogether() {
        laws.hold((f, in) -> f.square(concat(f, sequence(f, in.get(0), in.get(2), f.sin(in.get(1))), 0, 0)), x, y, z);
        laws.hold((f, in) -> f.square(concat(f, sequence(f, in.get(0), in.get(1)), -1, 1)), x, y);
    }

    @Test
    void partsAreCutOff() {
        for (long keep : new long[] {0, 1}) {
            laws.hold(
                    (f, in) -> {
                        Value parts =
                                f.op("SplitToSequence", Attributes.of("axis", 1).with("keepdims", keep), in.get(0));
                        return f.mul(at(f, parts, 0), f.mul(at(f, parts, 0), at(f, parts, 2)));
                    },
                    x);
        }
        laws.hold(
                (f, in) -> {
                    Value parts = f.op("SplitToSequence", Attributes.of("axis", 1), in.get(0), scalar(f, 2));
                    return f.mul(at(f, parts, 0), at(f, parts, 1));
                },
                x);
    }

    @Test
    void sequencesThatGrowFromNothing() {
        laws.hold(
                (f, in) -> {
                    Value s = f.op("SequenceEmpty", Attributes.of("dtype", (long) DType.DOUBLE.code()));
                    for (Value part : List.of(in.get(0), f.cos(in.get(1)), f.mul(in.get(0), in.get(1)))) {
                        s = f.op("SequenceInsert", s, part);
                    }
                    return f.square(concat(f, s, 1, 0));
                },
                x,
                y);
    }

    @Test
    void optionalValuesPassOnWhatTheyHold() {
        laws.hold(
                (f, in) -> {
                    Value held = f.op("Optional", f.sin(in.get(0)));
                    Value twice = f.mul(f.op("OptionalGetElement", held), f.op("OptionalGetElement", held));
                    return f.mul(twice, f.op("OptionalGetElement", in.get(0)));
                },
                x);
        laws.hold(
                (f, in) -> {
                    Value held = f.op("Optional", sequence(f, in.get(0), f.square(in.get(1))));
                    Value one = at(f, f.op("OptionalGetElement", held), 0);
                    return f.mul(one, at(f, f.op("OptionalGetElement", held), 1));
                },
                x,
                y);
    }
}
