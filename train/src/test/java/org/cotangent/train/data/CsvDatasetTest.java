package org.cotangent.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CSV files, whole and broken. */
class CsvDatasetTest {
    private static final CsvSchema FLOWERS = CsvSchema.label("kind").features("x", "length", "width");

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("flowers.csv"), text);
    }

    private void assertMessage(String message, String text, CsvSchema schema) throws IOException {
        Path file = file(text);
        DataException e = assertThrows(DataException.class, () -> CsvDataset.read(file, schema));
        assertEquals(file + message, e.getMessage());
    }

    @Test
    void columnsBecomeInputsAndClasses() throws IOException {
        CsvDataset data = CsvDataset.read(file("width,kind,length\n1.5,rose,2\n 3 ,aster,4e1\n"), FLOWERS);
        assertEquals(List.of("aster", "rose"), data.classes());
        assertEquals(2, data.size());
        assertArrayEquals(new float[] {2, 1.5f}, data.sample(0).input("x").toFloats());
        assertArrayEquals(new float[] {40, 3}, data.sample(1).input("x").toFloats());
        assertEquals(1, data.sample(0).target().getLong(0));
        assertEquals(0, data.sample(1).target().getLong(0));
    }

    @Test
    void classesMayBeGiven() throws IOException {
        CsvSchema schema = CsvSchema.label("kind", List.of("rose", "tulip", "aster"));
        CsvDataset data = CsvDataset.read(file("kind\nrose\naster\n"), schema);
        assertEquals(List.of("rose", "tulip", "aster"), data.classes());
        assertEquals(2, data.sample(1).target().getLong(0));
        assertMessage(
                ", line 3, column 'kind': 'oak' is none of the classes [rose, tulip, aster]",
                "kind\nrose\noak\n",
                schema);
    }

    @Test
    void textMayHoldSeparatorsQuotesAndLines() throws IOException {
        CsvSchema schema = CsvSchema.label("kind").text("note").withSeparator(';');
        CsvDataset data = CsvDataset.read(file("\uFEFFnote;kind\r\n\"a; \"\"b\"\"\nc\";x\r\n\u00e4;y\r\n"), schema);
        assertEquals("a; \"b\"\nc", data.sample(0).input("note").strings()[0]);
        assertEquals("\u00e4", data.sample(1).input("note").strings()[0]);
        assertEquals(0, data.sample(1).input("note").rank());
    }

    @Test
    void targetsMayBeNumbersAndTheHeaderMayBeGiven() throws IOException {
        CsvSchema schema = CsvSchema.numbers("b", "a").features("x", "c").withHeader("a", "b", "c");
        CsvDataset data = CsvDataset.read(file("\uFEFF1,2,3\n4,5,6\n"), schema);
        assertEquals(2, data.size());
        assertArrayEquals(new float[] {2, 1}, data.sample(0).target().toFloats());
        assertArrayEquals(new float[] {5, 4}, data.sample(1).target().toFloats());
        assertEquals(List.of(), data.classes());
    }

    @Test
    void whatIsWrongIsSaidWithItsPlace() throws IOException {
        assertMessage(", line 3, column 'width': 'wide' is no number", "length,width,kind\n1,2,a\n1,wide,b\n", FLOWERS);
        assertMessage(", line 2, column 'length': the number is missing", "length,width,kind\n,2,a\n", FLOWERS);
        assertMessage(
                ", line 4, column 'kind': the class is missing", "length,width,kind\n1,2,\"a\nb\"\n1,2,\n", FLOWERS);
        assertMessage(
                ", line 3: 2 fields, but there are 3 columns: [length, width, kind]",
                "length,width,kind\n1,2,a\n1,2\n",
                FLOWERS);
        assertMessage(": there is no column 'width'; there are [length, kind]", "length,kind\n1,a\n", FLOWERS);
        assertMessage(": two columns have the same name: [kind, kind]", "kind,kind\na,b\n", FLOWERS);
        assertMessage(": the file is empty; it should begin with the names of the columns", "", FLOWERS);
        Path missing = folder.resolve("missing.csv");
        DataException e = assertThrows(DataException.class, () -> CsvDataset.read(missing, FLOWERS));
        assertEquals(missing + ": the file does not exist", e.getMessage());
    }

    @Test
    void anotherEncodingIsNoticed() throws IOException {
        Path file = folder.resolve("latin.csv");
        Files.write(file, "kind\na\n\u00e4\n".getBytes(StandardCharsets.ISO_8859_1));
        DataException e = assertThrows(DataException.class, () -> CsvDataset.read(file, CsvSchema.label("kind")));
        assertTrue(String.valueOf(e.getMessage()).endsWith("this is no text in UTF-8"), e.getMessage());
    }
}
