package org.cotangent.train.data;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** The text of a CSV file in UTF-8, with names of columns and numbers of lines. */
final class CsvTable {
    private final Path file;
    private final List<CsvRecord> rows = new ArrayList<>();
    private final List<String> header = new ArrayList<>();

    private CsvTable(Path file) {
        this.file = file;
    }

    /** {@return the table in a file} */
    static CsvTable read(Path file, CsvSchema schema) {
        CsvTable table = new CsvTable(file);
        table.header.addAll(schema.header());
        try (BufferedReader text = Files.newBufferedReader(file);
                CsvReader<CsvRecord> reader = CsvReader.builder()
                        .fieldSeparator(schema.separator())
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .ofCsvRecord(text);
                CloseableIterator<CsvRecord> records = reader.iterator()) {
            skipByteOrderMark(text);
            while (records.hasNext()) {
                table.add(records.next());
            }
        } catch (NoSuchFileException e) {
            throw new DataException(file + ": the file does not exist", e);
        } catch (CsvParseException e) {
            throw table.unreadable(e);
        } catch (IOException | UncheckedIOException e) {
            throw table.unreadable(e);
        }
        if (table.header.isEmpty()) {
            throw new DataException(file + ": the file is empty; it should begin with the names of the columns");
        }
        return table;
    }

    private static void skipByteOrderMark(BufferedReader text) throws IOException {
        text.mark(1);
        if (text.read() != '\uFEFF') {
            text.reset();
        }
    }

    private DataException unreadable(Exception e) {
        long line = rows.isEmpty() ? 1 : rows.getLast().getStartingLineNumber();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CharacterCodingException) {
                return new DataException(file + ", after line " + line + ": this is no text in UTF-8", e);
            }
        }
        return new DataException(file + ", after line " + line + ": " + e.getMessage(), e);
    }

    private void add(CsvRecord record) {
        if (header.isEmpty()) {
            record.getFields().forEach(name -> header.add(name.strip()));
            if (new HashSet<>(header).size() < header.size()) {
                throw new DataException(file + ": two columns have the same name: " + header);
            }
        } else if (record.getFieldCount() != header.size()) {
            throw new DataException(file + ", line " + record.getStartingLineNumber() + ": " + record.getFieldCount()
                    + " fields, but there are " + header.size() + " columns: " + header);
        } else {
            rows.add(record);
        }
    }

    int size() {
        return rows.size();
    }

    /** {@return the place of a column} */
    int column(String name) {
        int column = header.indexOf(name);
        if (column < 0) {
            throw new DataException(file + ": there is no column '" + name + "'; there are " + header);
        }
        return column;
    }

    String text(int row, int column) {
        return rows.get(row).getField(column);
    }

    float number(int row, int column) {
        String text = text(row, column).strip();
        try {
            return Float.parseFloat(text);
        } catch (NumberFormatException e) {
            throw broken(row, column, text.isEmpty() ? "the number is missing" : "'" + text + "' is no number");
        }
    }

    /** {@return an error about one field} */
    DataException broken(int row, int column, String what) {
        return new DataException(file + ", line " + rows.get(row).getStartingLineNumber() + ", column '"
                + header.get(column) + "': " + what);
    }
}
