package org.cotangent.train.checkpoint;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.cotangent.onnx.wire.MappedFile;
import org.cotangent.spi.ModelException;
import org.jspecify.annotations.Nullable;

/** Reads the header of a safetensors file and believes nothing. */
final class HeaderReader {
    private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,18}");

    private final MappedFile file;
    private final MemorySegment bytes;

    HeaderReader(MappedFile file, MemorySegment bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /**
     * {@return the header}
     *
     * @param size the number of bytes after it
     */
    SafeTensorsHeader read(long size) {
        Map<String, TensorSpan> spans = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        try (JsonReader json = new JsonReader(new StringReader(text()))) {
            json.setStrictness(Strictness.STRICT);
            Set<String> names = new HashSet<>();
            json.beginObject();
            while (json.hasNext()) {
                String name = fresh(names, json.nextName());
                if (name.equals(SafeTensorsHeader.METADATA)) {
                    readMetadata(json, metadata);
                } else {
                    spans.put(name, span(json, name));
                }
            }
            json.endObject();
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw file.broken("the header goes on after its end");
            }
        } catch (IOException | IllegalStateException | JsonParseException e) {
            throw new ModelException(file.path() + ": the header is no JSON of this format: " + e.getMessage(), e);
        }
        return new SafeTensorsHeader(inOrder(spans, size), metadata);
    }

    private String text() {
        if (bytes.get(ValueLayout.JAVA_BYTE, 0) != '{') {
            throw file.broken("the header does not begin with '{'; this is no safetensors file");
        }
        try {
            ByteBuffer buffer = bytes.asByteBuffer();
            return StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
        } catch (CharacterCodingException e) {
            throw new ModelException(file.path() + ": the header is no text in UTF-8", e);
        }
    }

    private String fresh(Set<String> names, String name) {
        if (!names.add(name)) {
            throw file.broken("the header has '" + name + "' twice");
        }
        return name;
    }

    private void readMetadata(JsonReader json, Map<String, String> metadata) throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            String key = json.nextName();
            expect(json, JsonToken.STRING, "the note '" + key + "'");
            if (metadata.put(key, json.nextString()) != null) {
                throw file.broken("the header has the note '" + key + "' twice");
            }
        }
        json.endObject();
    }

    private TensorSpan span(JsonReader json, String name) throws IOException {
        String dtype = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        Set<String> keys = new HashSet<>();
        json.beginObject();
        while (json.hasNext()) {
            switch (fresh(keys, json.nextName())) {
                case "dtype" -> {
                    expect(json, JsonToken.STRING, "the dtype of '" + name + "'");
                    dtype = json.nextString();
                }
                case "shape" -> shape = numbers(json, "the shape of '" + name + "'");
                case "data_offsets" -> offsets = numbers(json, "the data_offsets of '" + name + "'");
                default -> json.skipValue();
            }
        }
        json.endObject();
        return span(name, dtype, shape, offsets);
    }

    private TensorSpan span(
            String name, @Nullable String dtype, @Nullable List<Long> shape, @Nullable List<Long> offsets) {
        if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
            throw file.broken("'" + name + "' needs dtype, shape and two data_offsets");
        }
        ElementCode code = ElementCode.named(dtype)
                .orElseThrow(() -> file.broken("'" + name + "' has elements " + dtype + ", which cannot be read"));
        TensorSpan span = new TensorSpan(code, shape, offsets.getFirst(), offsets.getLast());
        try {
            if (span.begin() > span.end() || span.bits() % 8 != 0 || span.bits() / 8 != span.end() - span.begin()) {
                throw file.broken("'" + name + "' " + dtype + shape + " does not fit its bytes, from " + span.begin()
                        + " to " + span.end());
            }
        } catch (ArithmeticException e) {
            throw new ModelException(file.path() + ": '" + name + "' has more elements than there can be", e);
        }
        return span;
    }

    private List<Long> numbers(JsonReader json, String what) throws IOException {
        List<Long> numbers = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
            expect(json, JsonToken.NUMBER, what);
            String text = json.nextString();
            if (!WHOLE.matcher(text).matches()) {
                throw file.broken(what + " holds " + text);
            }
            try {
                numbers.add(Long.parseLong(text));
            } catch (NumberFormatException e) {
                throw new ModelException(file.path() + ": " + what + " holds " + text, e);
            }
        }
        json.endArray();
        return numbers;
    }

    private void expect(JsonReader json, JsonToken token, String what) throws IOException {
        if (json.peek() != token) {
            throw file.broken(what + " is a " + json.peek() + ", not a " + token);
        }
    }

    /** Every byte belongs to one tensor. */
    private SequencedMap<String, TensorSpan> inOrder(Map<String, TensorSpan> spans, long size) {
        SequencedMap<String, TensorSpan> sorted = new LinkedHashMap<>();
        spans.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, TensorSpan> entry) ->
                                entry.getValue().begin())
                        .thenComparingLong(entry -> entry.getValue().end()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        long at = 0;
        for (Map.Entry<String, TensorSpan> entry : sorted.entrySet()) {
            TensorSpan span = entry.getValue();
            if (span.begin() != at) {
                throw file.broken("'" + entry.getKey() + "' begins at byte " + span.begin()
                        + " of the data, but what is before it ends at " + at);
            }
            at = span.end();
        }
        if (at != size) {
            throw file.broken("the tensors take " + at + " bytes, the file has " + size + " for them");
        }
        return sorted;
    }
}
