package org.cotangent.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.MapSequence;
import org.cotangent.spi.tensor.MapType;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MapFilesTest {
    private static final Cotangent COTANGENT = Cotangent.load();
    private static final TensorMap WORDS =
            new TensorMap(Tensor.of(new String[] {"é", ""}, 2), Tensor.vector(1.5, Double.NaN));
    private static final TensorMap NUMBERS =
            new TensorMap(Tensor.vector(-1L, 1L << 40), Tensor.of(new String[] {"a", "b"}, 2));

    @TempDir
    private Path folder;

    private Datum throughFile(Datum datum) {
        Path file = folder.resolve("value.pb");
        DatumFiles.write(file, "value", datum);
        return DatumFiles.read(file, datum.type());
    }

    private static void assertSame(TensorMap expected, Datum found) {
        TensorMap map = (TensorMap) found;
        assertEquals(expected.type(), map.type());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.key(i), map.key(i));
        }
        if (expected.values().dtype() == DType.STRING) {
            assertArrayEquals(expected.values().strings(), map.values().strings());
        } else {
            assertArrayEquals(expected.values().toDoubles(), map.values().toDoubles());
        }
    }

    @Test
    void mapsComeBackAsTheyWere() {
        assertSame(WORDS, throughFile(WORDS));
        assertSame(NUMBERS, throughFile(NUMBERS));
        MapSequence maps = (MapSequence) throughFile(new MapSequence(WORDS.type(), List.of(WORDS, WORDS)));
        assertEquals(2, maps.maps().size());
        assertSame(WORDS, maps.maps().get(1));
        MapSequence none = (MapSequence) throughFile(new MapSequence(NUMBERS.type(), List.of()));
        assertEquals(NUMBERS.type(), none.element());
    }

    @Test
    void whatIsNoMapIsRefused() throws Exception {
        Path file = Files.write(folder.resolve("broken.pb"), new byte[] {0x1a, 0x02, 0x01, 0x02});
        assertThrows(ModelException.class, () -> DatumFiles.read(file, NUMBERS.type()));
        DatumFiles.write(file, "numbers", NUMBERS);
        assertThrows(ModelException.class, () -> DatumFiles.read(file, new MapType(DType.INT64, DType.DOUBLE)));
    }

    @Test
    void modelsTakeAndGiveMaps() {
        GraphBuilder builder = new GraphBuilder("graph", COTANGENT.operators());
        Value input = builder.input("x", new MapType(DType.INT64, DType.FLOAT));
        Value row = call(builder, "DictVectorizer", Attributes.of("int64_vocabulary", 7, 8), input);
        builder.output("z", call(builder, "ZipMap", Attributes.of("classlabels_int64s", 7, 8), row));
        Path file = folder.resolve("model.onnx");
        Onnx.write(builder.build(), COTANGENT.operators(), file, ExportOptions.standard());
        Graph read = Onnx.open(file, COTANGENT.operators()).graph();
        assertEquals(new MapType(DType.INT64, DType.FLOAT), read.input("x").type());
        assertEquals(
                new SequenceType(new MapType(DType.INT64, DType.FLOAT)),
                read.output("z").type());
        TensorMap given = new TensorMap(Tensor.vector(8L), Tensor.vector(2.5f));
        Datum found = COTANGENT
                .plan(read, Map.of())
                .newSession()
                .runValues(Map.of("x", given))
                .get("z");
        TensorMap expected = new TensorMap(Tensor.vector(7L, 8L), Tensor.vector(0f, 2.5f));
        assertSame(
                expected, ((MapSequence) Objects.requireNonNull(found)).maps().getFirst());
    }

    private static Value call(GraphBuilder builder, String type, Attributes attributes, Value input) {
        return builder.emit(COTANGENT.operators().get("ai.onnx.ml", type), attributes, List.of(input), 1)
                .getFirst();
    }
}
