package org.cotangent.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.Batch;
import org.junit.jupiter.api.Test;

/** Samples of different sizes in one batch. */
class PaddingTest {
    private static Tensor input(Batch batch, String name) {
        return Objects.requireNonNull(batch.inputs().get(name), name);
    }

    private static Sample tokens(long... ids) {
        return new Sample(Map.of("ids", Tensor.vector(ids), "extra", Tensor.scalar(2f)), Tensor.vector(ids));
    }

    @Test
    void whatIsMissingIsFilledAndLengthsAreTold() {
        Padding padding = Padding.of("ids", 7).and("targets", -100).withLengths("ids", "lengths");
        Batch batch = padding.collate(List.of(tokens(1, 2, 3), tokens(4), tokens()));
        assertEquals("INT64[3, 3]", input(batch, "ids").type().toString());
        assertArrayEquals(
                new long[] {1, 2, 3, 4, 7, 7, 7, 7, 7}, input(batch, "ids").toLongs());
        assertArrayEquals(new long[] {3, 1, 0}, input(batch, "lengths").toLongs());
        assertArrayEquals(
                new long[] {1, 2, 3, 4, -100, -100, -100, -100, -100},
                batch.targets().toLongs());
        assertArrayEquals(new float[] {2, 2, 2}, input(batch, "extra").toFloats());
    }

    @Test
    void theFirstSizeIsRoundedUp() {
        Padding padding = Padding.of("ids", 0).and("targets", 0).withMultiple(4);
        Batch batch = padding.collate(List.of(tokens(1, 2, 3, 4, 5), tokens(6)));
        assertEquals("INT64[2, 8]", input(batch, "ids").type().toString());
    }

    @Test
    void everyAxisIsPadded() {
        Tensor small = Tensor.of(new float[] {1, 2}, 2, 1);
        Tensor wide = Tensor.of(new float[] {3, 4, 5}, 1, 3);
        Batch batch = Padding.of("x", 0.5)
                .collate(List.of(Sample.of("x", small, Tensor.scalar(0L)), Sample.of("x", wide, Tensor.scalar(0L))));
        assertEquals("FLOAT[2, 2, 3]", input(batch, "x").type().toString());
        assertArrayEquals(
                new float[] {1, .5f, .5f, 2, .5f, .5f, 3, 4, 5, .5f, .5f, .5f},
                input(batch, "x").toFloats());
    }

    @Test
    void ranksMustAgree() {
        Sample flat = Sample.of("x", Tensor.allocate(DType.FLOAT, 2), Tensor.scalar(0L));
        Sample square = Sample.of("x", Tensor.allocate(DType.FLOAT, 2, 2), Tensor.scalar(0L));
        Padding padding = Padding.of("x", 0);
        DataException e = assertThrows(DataException.class, () -> padding.collate(List.of(flat, square)));
        assertTrue(String.valueOf(e.getMessage()).contains("FLOAT[2] and FLOAT[2, 2]"), e.getMessage());
    }
}
