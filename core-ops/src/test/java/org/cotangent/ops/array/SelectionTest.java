package org.cotangent.ops.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.cotangent.ops.Calls;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private final Calls calls = new Calls();

    private List<Tensor> outputs(String type, Attributes attributes, int count, Tensor... inputs) {
        Value[] values = Arrays.stream(inputs).map(calls.eager()::constant).toArray(Value[]::new);
        return calls.eager().formulas().call("", type, attributes, count, values).stream()
                .map(calls.eager()::tensor)
                .toList();
    }

    @Test
    void ofEqualElementsTheFirstAreTaken() {
        List<Tensor> top =
                outputs("TopK", Attributes.none(), 2, Tensor.vector(1.0, 3.0, 0.0, 3.0, -0.0, 3.0), Tensor.vector(4));
        assertArrayEquals(new double[] {3, 3, 3, 1}, top.get(0).toDoubles());
        assertArrayEquals(new long[] {1, 3, 5, 0}, top.get(1).toLongs());
        List<Tensor> bottom =
                outputs("TopK", Attributes.of("largest", 0), 2, Tensor.vector(1.0, 0.0, 5.0, -0.0), Tensor.vector(2));
        assertArrayEquals(new long[] {1, 3}, bottom.get(1).toLongs());
    }

    @Test
    void nanIsTheLargest() {
        Tensor x = Tensor.vector(1.0, Double.NaN, Double.POSITIVE_INFINITY);
        assertArrayEquals(
                new long[] {1, 2},
                outputs("TopK", Attributes.none(), 2, x, Tensor.vector(2))
                        .get(1)
                        .toLongs());
    }

    @Test
    void moreThanThereIsCannotBeTaken() {
        assertThrows(ShapeException.class, () -> calls.run("TopK", Tensor.vector(1.0), Tensor.vector(2)));
    }

    @Test
    void uniqueFindsTextAndNan() {
        Tensor text = Tensor.of(new String[] {"b", "a", "b", "c", "a"}, 5);
        List<Tensor> sorted = outputs("Unique", Attributes.none(), 4, text);
        assertArrayEquals(new String[] {"a", "b", "c"}, sorted.get(0).strings());
        assertArrayEquals(new long[] {1, 0, 3}, sorted.get(1).toLongs());
        assertArrayEquals(new long[] {1, 0, 1, 2, 0}, sorted.get(2).toLongs());
        assertArrayEquals(new long[] {2, 2, 1}, sorted.get(3).toLongs());
        Tensor first = calls.run("Unique", Attributes.of("sorted", 0), text);
        assertArrayEquals(new String[] {"b", "a", "c"}, first.strings());
        assertEquals(
                2,
                calls.run("Unique", Tensor.vector(Double.NaN, 1.0, Double.NaN)).elements());
    }

    @Test
    void selectionsOfOneShapeMayHaveOtherLengths() {
        assertArrayEquals(
                new long[] {1}, calls.run("NonZero", Tensor.vector(0.0, 4.0)).toLongs());
        assertArrayEquals(
                new long[] {0, 1}, calls.run("NonZero", Tensor.vector(2.0, 4.0)).toLongs());
        assertEquals(0, calls.run("NonZero", Tensor.vector(0.0, 0.0)).elements());
    }

    @Test
    void rangesOfOneTypeMayHaveOtherLengths() {
        Tensor start = Tensor.scalar(0.0);
        Tensor step = Tensor.scalar(0.5);
        assertEquals(4, calls.run("Range", start, Tensor.scalar(2.0), step).elements());
        assertEquals(7, calls.run("Range", start, Tensor.scalar(3.25), step).elements());
        assertEquals(0, calls.run("Range", start, Tensor.scalar(-1.0), step).elements());
        assertThrows(ShapeException.class, () -> calls.run("Range", start, Tensor.scalar(1.0), Tensor.scalar(0.0)));
    }

    @Test
    void rangesOfNarrowTypesDoNotAddUpRoundings() {
        Tensor start = Tensor.scalar(0.0).converted(DType.FLOAT16);
        Tensor limit = Tensor.scalar(4096.0).converted(DType.FLOAT16);
        Tensor one = Tensor.scalar(1.0).converted(DType.FLOAT16);
        for (DType stash : List.of(DType.FLOAT, DType.DOUBLE)) {
            Tensor range = calls.run("Range", Attributes.of("stash_type", stash.code()), start, limit, one);
            assertEquals(4096, range.elements());
            assertEquals(4094, range.getDouble(4094));
        }
        Attributes narrow = Attributes.of("stash_type", DType.FLOAT16.code());
        assertThrows(AttributeException.class, () -> calls.run("Range", narrow, start, limit, one));
    }
}
