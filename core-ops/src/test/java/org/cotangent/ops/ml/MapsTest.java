package org.cotangent.ops.ml;

import static org.cotangent.ops.ml.MlCalls.strings;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.cotangent.engine.eager.Eager;
import org.cotangent.ops.Calls;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.MapSequence;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorMap;
import org.junit.jupiter.api.Test;

class MapsTest {
    private static final TensorMap NUMBERED = new TensorMap(Tensor.vector(5L, 0L, 2L), Tensor.vector(1.5f, 2f, -3f));

    private final Eager eager = new Calls().eager();

    private Datum run(String type, Attributes attributes, Datum x) {
        return eager.datum(eager.formulas()
                .call("ai.onnx.ml", type, attributes, 1, eager.value(x))
                .getFirst());
    }

    private Tensor tensor(String type, Attributes attributes, Datum x) {
        return (Tensor) run(type, attributes, x);
    }

    private static Tensor words(String... words) {
        return Tensor.of(words, words.length);
    }

    @Test
    void keysGiveOrderOrPlaces() {
        assertArrayEquals(
                new float[] {2, -3, 1.5f},
                tensor("CastMap", Attributes.none(), NUMBERED).toFloats());
        Attributes sparse = Attributes.of("map_form", "SPARSE").with("max_map", 6);
        assertArrayEquals(
                new long[] {2, 0, -3, 0, 0, 1},
                tensor("CastMap", sparse.with("cast_to", "TO_INT64"), NUMBERED).toLongs());
        assertThrows(CotangentException.class, () -> tensor("CastMap", sparse.with("max_map", 5), NUMBERED));
        TensorMap texts = new TensorMap(Tensor.vector(1L, 0L), words("2.5", "7"));
        assertArrayEquals(
                new float[] {7, 2.5f},
                tensor("CastMap", Attributes.none(), texts).toFloats());
        assertArrayEquals(
                new String[] {"7", "2.5"},
                tensor("CastMap", Attributes.of("cast_to", "TO_STRING"), texts).strings());
    }

    @Test
    void aVocabularyTellsPlaces() {
        Attributes vocabulary = Attributes.none().with("string_vocabulary", strings("a", "c", "b", "z"));
        TensorMap map = new TensorMap(words("a", "c", "other"), Tensor.vector(4L, 8L, 9L));
        Tensor row = tensor("DictVectorizer", vocabulary, map);
        assertArrayEquals(new long[] {4}, row.sizes());
        assertArrayEquals(new long[] {4, 8, 0, 0}, row.toLongs());
        assertThrows(TypeException.class, () -> tensor("DictVectorizer", vocabulary, NUMBERED));
        assertArrayEquals(
                new float[] {-3, 1.5f},
                tensor("DictVectorizer", Attributes.of("int64_vocabulary", 2, 5), NUMBERED)
                        .toFloats());
    }

    @Test
    void rowsBecomeMaps() {
        Attributes labels = Attributes.none().with("classlabels_strings", strings("no", "yes"));
        MapSequence maps = (MapSequence) run("ZipMap", labels, Tensor.of(new float[] {0.25f, 0.75f, 1, 0}, 2, 2));
        assertEquals(2, maps.maps().size());
        TensorMap first = maps.maps().getFirst();
        assertEquals(0.75f, first.values().getDouble(first.find("yes")));
        assertEquals(DType.STRING, first.type().key());
        assertEquals(
                1,
                ((MapSequence) run("ZipMap", labels, Tensor.vector(0f, 1f)))
                        .maps()
                        .size());
        assertEquals(
                0,
                ((MapSequence) run("ZipMap", labels, Tensor.allocate(DType.FLOAT, 0, 2)))
                        .maps()
                        .size());
        assertThrows(ShapeException.class, () -> run("ZipMap", labels, Tensor.vector(1f, 2f, 3f)));
    }

    @Test
    void aMapHasEachKeyOnce() {
        assertThrows(TypeException.class, () -> new TensorMap(words("a", "a"), Tensor.vector(1L, 2L)));
        assertThrows(ShapeException.class, () -> new TensorMap(words("a"), Tensor.vector(1L, 2L)));
        assertThrows(TypeException.class, () -> new TensorMap(Tensor.vector(1f), Tensor.vector(1L)));
    }
}
