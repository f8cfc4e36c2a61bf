package org.cotangent.ops.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.cotangent.ops.Calls;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.OptionalDatum;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorSequence;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;

class SequencesTest {
    private static final Tensor A = Tensor.vector(1L, 2L);
    private static final Tensor B = Tensor.vector(3L);
    private static final Tensor C = Tensor.vector(4L, 5L, 6L);

    private final Calls calls = new Calls();

    private Datum run(String type, Attributes attributes, Datum... inputs) {
        Value[] values =
                Arrays.stream(inputs).map(input -> calls.eager().value(input)).toArray(Value[]::new);
        return calls.eager().datum(calls.eager().formulas().op(type, attributes, values));
    }

    private List<List<Long>> numbers(String type, Attributes attributes, Datum... inputs) {
        return ((TensorSequence) run(type, attributes, inputs))
                .tensors().stream()
                        .map(tensor -> Arrays.stream(tensor.toLongs()).boxed().toList())
                        .toList();
    }

    private List<List<Long>> numbers(String type, Datum... inputs) {
        return numbers(type, Attributes.none(), inputs);
    }

    private final TensorSequence ab = TensorSequence.of(A, B);

    @Test
    void insertionCountsFromBothEnds() {
        assertEquals(numbers("SequenceConstruct", C, A, B), numbers("SequenceInsert", ab, C, Tensor.scalar(0L)));
        assertEquals(numbers("SequenceConstruct", A, C, B), numbers("SequenceInsert", ab, C, Tensor.scalar(-1L)));
        assertEquals(numbers("SequenceConstruct", A, B, C), numbers("SequenceInsert", ab, C, Tensor.scalar(2L)));
        assertEquals(numbers("SequenceConstruct", A, B, C), numbers("SequenceInsert", ab, C));
        assertThrows(
                CotangentException.class, () -> run("SequenceInsert", Attributes.none(), ab, C, Tensor.scalar(3L)));
        assertEquals(2, ab.length(), "a sequence never changes");
    }

    @Test
    void erasureTakesTheLastUnlessTold() {
        assertEquals(numbers("SequenceConstruct", A), numbers("SequenceErase", ab));
        assertEquals(numbers("SequenceConstruct", B), numbers("SequenceErase", ab, Tensor.scalar(-2L)));
        TensorSequence empty = TensorSequence.empty(DType.INT64);
        assertThrows(CotangentException.class, () -> run("SequenceErase", Attributes.none(), empty));
        assertThrows(CotangentException.class, () -> run("SequenceAt", Attributes.none(), ab, Tensor.scalar(2L)));
    }

    @Test
    void kindsAndElementTypesMustFit() {
        assertThrows(TypeException.class, () -> run("SequenceInsert", Attributes.none(), ab, Tensor.scalar(1f)));
        assertThrows(TypeException.class, () -> run("SequenceAt", Attributes.none(), A, Tensor.scalar(0L)));
        assertThrows(TypeException.class, () -> run("Add", Attributes.none(), ab, ab));
        assertThrows(TypeException.class, () -> run("SequenceConstruct", Attributes.none(), A, Tensor.scalar(1f)));
    }

    @Test
    void aScalarSplitsIntoEqualPartsButForTheLast() {
        Tensor x = Tensor.vector(1L, 2L, 3L, 4L, 5L);
        assertEquals(
                List.of(List.of(1L, 2L), List.of(3L, 4L), List.of(5L)),
                numbers("SplitToSequence", x, Tensor.scalar(2L)));
        assertEquals(
                List.of(List.of(1L), List.of(2L, 3L, 4L, 5L)), numbers("SplitToSequence", x, Tensor.vector(1L, 4L)));
        TensorSequence ones = (TensorSequence) run("SplitToSequence", Attributes.of("keepdims", 0), x);
        assertEquals(5, ones.length());
        assertEquals(0, ones.get(4).rank());
        assertThrows(ShapeException.class, () -> numbers("SplitToSequence", x, Tensor.vector(1L, 3L)));
        assertThrows(ShapeException.class, () -> numbers("SplitToSequence", x, Tensor.scalar(0L)));
    }

    @Test
    void nothingCannotBePutTogether() {
        Attributes axis = Attributes.of("axis", 0);
        assertArrayEquals(new long[] {1, 2, 3}, ((Tensor) run("ConcatFromSequence", axis, ab)).toLongs());
        assertThrows(ShapeException.class, () -> run("ConcatFromSequence", axis.with("new_axis", 1), ab));
        assertThrows(ShapeException.class, () -> run("ConcatFromSequence", axis, TensorSequence.empty(DType.FLOAT)));
    }

    @Test
    void anEmptySequenceKeepsItsElementType() {
        TensorSequence empty = (TensorSequence) run("SequenceEmpty", Attributes.of("dtype", (long) DType.INT64.code()));
        assertEquals(DType.INT64, empty.dtype());
        assertEquals(0L, ((Tensor) run("SequenceLength", Attributes.none(), empty)).getLong(0));
        assertEquals(numbers("SequenceConstruct", B), numbers("SequenceInsert", empty, B));
    }

    @Test
    void optionalValuesHoldTensorsAndSequences() {
        Attributes type = Attributes.none().with("type", new Attribute.OfType(TensorType.of(DType.FLOAT, 2)));
        Datum nothing = run("Optional", type);
        assertEquals(0, ((Tensor) run("OptionalHasElement", Attributes.none(), nothing)).getLong(0));
        assertThrows(CotangentException.class, () -> run("OptionalGetElement", Attributes.none(), nothing));
        Datum held = run("Optional", Attributes.none(), ab);
        assertEquals(OptionalDatum.of(ab).type(), held.type());
        assertEquals(1, ((Tensor) run("OptionalHasElement", Attributes.none(), held)).getLong(0));
        assertEquals(0, ((Tensor) run("OptionalHasElement", Attributes.none())).getLong(0));
        assertEquals(numbers("SequenceConstruct", A, B), numbers("OptionalGetElement", held));
        assertThrows(TypeException.class, () -> run("Optional", Attributes.none(), held));
        assertThrows(TypeException.class, () -> run("Optional", Attributes.none()));
    }
}
