package org.cotangent.train.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.cotangent.train.EpochReport;
import org.cotangent.train.History;
import org.cotangent.train.StepReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Event files, read back by the definitions of their format: records, checksums bit by bit, fields by number. */
class EventFileTest {
    private static final History NOTHING = new History(List.of(), OptionalInt.empty(), false);

    @TempDir
    Path folder;

    /** The Castagnoli polynomial, reflected, a bit at a time. */
    private static int crc(byte[] data) {
        int crc = ~0;
        for (byte b : data) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : 0x82f63b78);
            }
        }
        return ~crc;
    }

    private static int masked(byte[] data) {
        int crc = crc(data);
        return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    }

    private static List<byte[]> records(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> records = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] length = new byte[8];
            in.get(length);
            assertEquals(masked(length), in.getInt(), "checksum of the length");
            byte[] data = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            in.get(data);
            assertEquals(masked(data), in.getInt(), "checksum of the data");
            records.add(data);
        }
        return records;
    }

    /** {@return the fields of a message by number} */
    private static Map<Integer, Object> fields(byte[] message) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(message);
        Map<Integer, Object> fields = new LinkedHashMap<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int number = WireFormat.getTagFieldNumber(tag);
            fields.put(
                    number,
                    switch (WireFormat.getTagWireType(tag)) {
                        case WireFormat.WIRETYPE_VARINT -> in.readInt64();
                        case WireFormat.WIRETYPE_FIXED64 -> in.readDouble();
                        case WireFormat.WIRETYPE_FIXED32 -> in.readFloat();
                        default -> in.readByteArray();
                    });
        }
        return fields;
    }

    /** {@return step, tag and number of an event with a summary} */
    private static String scalar(byte[] record) throws IOException {
        Map<Integer, Object> event = fields(record);
        Map<Integer, Object> value = fields(bytes(fields(bytes(event, 5)), 1));
        return event.get(2) + " " + new String(bytes(value, 1), StandardCharsets.UTF_8) + " " + value.get(2);
    }

    private static byte[] bytes(Map<Integer, Object> fields, int number) {
        return fields.get(number) instanceof byte[] bytes ? bytes : new byte[0];
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void whatIsWrittenIsWhatTheFormatSays() throws IOException {
        EventFile events = new EventFile(folder, 2, () -> Instant.ofEpochSecond(1_700_000_000, 250_000_000));
        events.begun(0, NOTHING);
        for (int step = 1; step <= 3; step++) {
            events.stepped(new StepReport(0, 1, step - 1, OptionalInt.of(3), step, 4, 0.5 * step, 2, 0.25));
        }
        EpochReport epoch = new EpochReport(0, 3, 1.5, 0.25, new LinkedHashMap<>(Map.of("accuracy", 0.75)));
        events.epochEnded(epoch, NOTHING);
        events.ended();
        Path file = files().getFirst();
        assertEquals(
                "events.out.tfevents.1700000000.cotangent", file.getFileName().toString());
        List<byte[]> records = records(file);
        Map<Integer, Object> first = fields(records.getFirst());
        assertEquals(1_700_000_000.25, first.get(1));
        assertEquals("brain.Event:2", new String(bytes(first, 3), StandardCharsets.UTF_8));
        List<String> scalars = new ArrayList<>();
        for (byte[] record : records.subList(1, records.size())) {
            scalars.add(scalar(record));
        }
        assertEquals(
                List.of(
                        "2 loss 1.0",
                        "2 gradient_norm 2.0",
                        "2 learning_rate 0.25",
                        "3 epoch/loss 1.5",
                        "3 validation/accuracy 0.75"),
                scalars);
    }

    @Test
    void aRunThatGoesOnSaysSo() throws IOException {
        for (long steps : new long[] {0, 40}) {
            EventFile events = new EventFile(folder, 1, () -> Instant.ofEpochSecond(7));
            events.begun(steps, NOTHING);
            events.ended();
        }
        assertEquals(2, files().size(), "a file each, though in the same second");
        List<byte[]> records = records(files().getLast());
        assertEquals(2, records.size());
        Map<Integer, Object> start = fields(records.getLast());
        assertEquals(41L, start.get(2), "what the broken off run wrote from here on does not count");
        assertEquals(1L, fields(bytes(start, 7)).get(1), "SessionLog.START");
    }

    @Test
    void theChecksumIsTheKnownOne() {
        assertEquals(0xe3069283, crc("123456789".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(0xa282ead8, masked(new byte[0]));
    }
}
