package org.cotangent.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.cotangent.onnx.proto.OnnxMl.ModelProto;
import org.cotangent.onnx.proto.OnnxMl.OperatorSetIdProto;
import org.cotangent.onnx.proto.OnnxMl.StringStringEntryProto;

/**
 * What a model file says of itself.
 *
 * @param irVersion the version of the file format
 * @param opsets the version of each operator domain; the empty name is ONNX's own
 * @param metadata free entries
 */
public record ModelHeader(
        long irVersion,
        SequencedMap<String, Integer> opsets,
        String producer,
        String producerVersion,
        String domain,
        long modelVersion,
        String doc,
        SequencedMap<String, String> metadata) {
    public ModelHeader {
        opsets = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(opsets));
        metadata = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
    }

    static ModelHeader of(ModelProto model) {
        return new ModelHeader(
                model.getIrVersion(),
                opsets(model.getOpsetImportList()),
                model.getProducerName(),
                model.getProducerVersion(),
                model.getDomain(),
                model.getModelVersion(),
                model.getDocString(),
                entries(model.getMetadataPropsList()));
    }

    /** Imports of operator sets, with one name for ONNX's own domain. */
    static SequencedMap<String, Integer> opsets(Iterable<OperatorSetIdProto> imports) {
        SequencedMap<String, Integer> opsets = new LinkedHashMap<>();
        for (OperatorSetIdProto entry : imports) {
            int version = Math.clamp(entry.getVersion(), 1, Integer.MAX_VALUE);
            opsets.merge(normalized(entry.getDomain()), version, Math::max);
        }
        return opsets;
    }

    static String normalized(String domain) {
        return domain.equals("ai.onnx") ? "" : domain;
    }

    static SequencedMap<String, String> entries(Iterable<StringStringEntryProto> props) {
        SequencedMap<String, String> entries = new LinkedHashMap<>();
        for (StringStringEntryProto entry : props) {
            entries.put(entry.getKey(), entry.getValue());
        }
        return entries;
    }
}
