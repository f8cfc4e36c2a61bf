package org.cotangent.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.Batch;
import org.junit.jupiter.api.Test;

/** Rows of tensors, parts, transforms and streams. */
class DatasetTest {
    private static Dataset numbered(int size) {
        Tensor indices = Tensor.vector(LongStream.range(0, size).toArray());
        return Dataset.of("x", indices, indices);
    }

    private static List<Long> targets(Dataset dataset) {
        return IntStream.range(0, dataset.size())
                .mapToObj(index -> dataset.sample(index).target().getLong(0))
                .toList();
    }

    @Test
    void rowsAreViews() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
        Tensor names = Tensor.of(new String[] {"a", "b", "c"}, 3);
        Dataset rows = Dataset.of(Map.of("x", x, "name", names), Tensor.vector(7L, 8, 9));
        Sample second = rows.sample(1);
        assertArrayEquals(new float[] {3, 4}, second.input("x").toFloats());
        assertEquals("b", second.input("name").strings()[0]);
        assertEquals(8, second.target().getLong(0));
        x.setDouble(2, 30);
        assertArrayEquals(new float[] {30, 4}, second.input("x").toFloats());
        assertThrows(IndexOutOfBoundsException.class, () -> rows.sample(3));
    }

    @Test
    void inputsThatDoNotFitTheTargetsAreNamed() {
        DataException e = assertThrows(
                DataException.class,
                () -> Dataset.of("x", Tensor.allocate(DType.FLOAT, 4, 2), Tensor.allocate(DType.INT64, 3)));
        assertEquals("input 'x' has 4 rows, the targets have 3", e.getMessage());
        DataException missing =
                assertThrows(DataException.class, () -> numbered(1).sample(0).input("y"));
        assertEquals("a sample has no input 'y'; it has [x]", missing.getMessage());
    }

    @Test
    void partsOfASplitAreDisjointAndReproducible() {
        List<Dataset> parts = numbered(103).split(5, 0.7, 0.2, 0.1);
        List<Long> all = new ArrayList<>();
        parts.forEach(part -> all.addAll(targets(part)));
        assertEquals(List.of(72, 21, 10), parts.stream().map(Dataset::size).toList());
        assertEquals(
                LongStream.range(0, 103).boxed().toList(), all.stream().sorted().toList());
        assertEquals(
                targets(parts.get(1)),
                targets(numbered(103).split(5, 0.7, 0.2, 0.1).get(1)));
        assertNotEquals(
                targets(parts.get(1)),
                targets(numbered(103).split(6, 0.7, 0.2, 0.1).get(1)));
        assertThrows(DataException.class, () -> numbered(10).split(1, 0.7, 0.7));
        assertThrows(DataException.class, () -> numbered(10).split(1, 0));
    }

    @Test
    void subsetsAndRangesKeepTheirOrder() {
        assertEquals(List.of(4L, 1L, 4L), targets(numbered(6).subset(4, 1, 4)));
        assertEquals(List.of(2L, 3L), targets(numbered(6).range(2, 4)));
        assertThrows(IndexOutOfBoundsException.class, () -> numbered(6).subset(6));
    }

    @Test
    void chanceDependsOnSeedEpochAndIndex() {
        Dataset noisy = numbered(4).map((s, random) -> s.with("x", Tensor.scalar(random.nextDouble())));
        List<Double> seen = new ArrayList<>();
        for (long seed = 0; seed < 2; seed++) {
            for (int epoch = 0; epoch < 2; epoch++) {
                for (int round = 0; round < 2; round++) {
                    try (Batches batches =
                            DataLoader.of(noisy, 4).withSeed(seed).epoch(epoch)) {
                        for (double x : batches.iterator()
                                .next()
                                .inputs()
                                .values()
                                .iterator()
                                .next()
                                .toDoubles()) {
                            seen.add(x);
                        }
                    }
                }
            }
        }
        assertEquals(32, seen.size());
        assertEquals(16, seen.stream().distinct().count(), "each number twice, once for each round");
    }

    @Test
    void streamsAreBatchedAndClosed() {
        AtomicInteger closed = new AtomicInteger();
        StreamSource source = StreamSource.of(
                3,
                epoch -> LongStream.range(0, 8)
                        .mapToObj(i -> Sample.of("x", Tensor.scalar(i), Tensor.scalar(10L * epoch + i)))
                        .onClose(closed::incrementAndGet));
        List<Integer> sizes = new ArrayList<>();
        try (Batches batches = source.epoch(2, 1)) {
            for (Batch batch : batches) {
                sizes.add((int) batch.targets().elements());
                assertTrue(batch.targets().getLong(0) >= 23);
            }
        }
        assertEquals(List.of(3, 2), sizes);
        assertEquals(1, closed.get());
        try (Batches none = StreamSource.of(3, epoch -> Stream.<Sample>empty()).epoch(0)) {
            assertFalse(none.iterator().hasNext());
        }
    }

    @Test
    void aStreamSaysWhereItBroke() {
        StreamSource source = StreamSource.of(
                2,
                epoch -> LongStream.range(0, 8).mapToObj(i -> {
                    if (i == 5) {
                        throw new DataException("log.txt, line 6: no number");
                    }
                    return Sample.of("x", Tensor.scalar(i), Tensor.scalar(i));
                }));
        DataException e = assertThrows(DataException.class, () -> {
            try (Batches batches = source.epoch(0, 1)) {
                batches.forEach(batch -> assertEquals(2, batch.targets().elements()));
            }
        });
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains("samples of the stream: log.txt, line 6: no number"), message);
    }

    @Test
    void imagesAreNormalized() {
        Tensor image = Tensor.of(DType.UINT8, new double[] {0, 51, 102, 255}, 2, 2);
        Sample sample = Sample.of("x", image, Tensor.scalar(1L));
        Sample done =
                Dataset.of(List.of(sample)).map(Normalize.of("x", 1, 0.5, 0.25)).sample(0);
        assertEquals("FLOAT[1, 2, 2]", done.input("x").type().toString());
        assertArrayEquals(new float[] {-2, -1.2f, -0.4f, 2}, done.input("x").toFloats(), 1e-6f);
        Dataset colour = Dataset.of(List.of(sample)).map(Normalize.of("x", 3, 0, 1));
        assertThrows(DataException.class, () -> colour.sample(0));
    }
}
