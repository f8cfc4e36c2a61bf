package org.cotangent.train.checkpoint;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** The header of a safetensors file: where each tensor lies, in the order of their places, and the notes. */
record SafeTensorsHeader(SequencedMap<String, TensorSpan> spans, Map<String, String> metadata) {
    static final String METADATA = "__metadata__";
    static final long LONGEST = 100_000_000;
    private static final int ALIGNMENT = 64;

    /**
     * {@return a header for these tensors: wider elements first, so that all are aligned, then by name; notes by name}
     */
    static SafeTensorsHeader of(SafeTensors content) {
        SequencedMap<String, TensorSpan> spans = new LinkedHashMap<>();
        List<Map.Entry<String, Tensor>> entries = content.tensors().entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, Tensor> entry) ->
                                -entry.getValue().dtype().bits())
                        .thenComparing(Map.Entry::getKey))
                .toList();
        long at = 0;
        for (Map.Entry<String, Tensor> entry : entries) {
            Tensor tensor = entry.getValue();
            DType dtype = tensor.dtype();
            ElementCode code = ElementCode.of(dtype)
                    .orElseThrow(() -> new ModelException("a safetensors file cannot hold '" + entry.getKey() + "' "
                            + tensor.type() + "; convert it first"));
            if (tensor.elements() * dtype.bits() % 8 != 0) {
                throw new ModelException("a safetensors file cannot hold '" + entry.getKey() + "' " + tensor.type()
                        + ": its elements fill no whole number of bytes");
            }
            if (entry.getKey().equals(METADATA)) {
                throw new ModelException("no tensor of a safetensors file can be called " + METADATA);
            }
            List<Long> shape = Arrays.stream(tensor.sizes()).boxed().toList();
            spans.put(entry.getKey(), new TensorSpan(code, shape, at, at + tensor.byteSize()));
            at += tensor.byteSize();
        }
        return new SafeTensorsHeader(spans, new TreeMap<>(content.metadata()));
    }

    /** {@return the header as JSON, with spaces at the end so that the elements are aligned} */
    byte[] toBytes() {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            if (!metadata.isEmpty()) {
                json.name(METADATA).beginObject();
                for (Map.Entry<String, String> note : metadata.entrySet()) {
                    json.name(note.getKey()).value(note.getValue());
                }
                json.endObject();
            }
            for (Map.Entry<String, TensorSpan> entry : spans.entrySet()) {
                TensorSpan span = entry.getValue();
                json.name(entry.getKey())
                        .beginObject()
                        .name("dtype")
                        .value(span.code().name());
                json.name("shape").beginArray();
                for (long size : span.shape()) {
                    json.value(size);
                }
                json.endArray().name("data_offsets").beginArray();
                json.value(span.begin()).value(span.end()).endArray().endObject();
            }
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(bytes, Math.ceilDiv(8 + bytes.length, ALIGNMENT) * ALIGNMENT - 8);
        Arrays.fill(padded, bytes.length, padded.length, (byte) ' ');
        if (padded.length > LONGEST) {
            throw new ModelException("the header would have " + padded.length + " bytes; at most " + LONGEST
                    + " are allowed: there are too many tensors or notes");
        }
        return padded;
    }
}
