package org.cotangent.onnx;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.cotangent.onnx.proto.OnnxMl.AttributeProto;
import org.cotangent.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import org.cotangent.onnx.proto.OnnxMl.NodeProto;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.jspecify.annotations.Nullable;

/** Reads the attributes of the nodes of one scope. */
final class AttributeReader {
    private final ImportContext context;
    private final GraphReader graphs;
    private final Scope scope;

    AttributeReader(ImportContext context, GraphReader graphs, Scope scope) {
        this.context = context;
        this.graphs = graphs;
        this.scope = scope;
    }

    /**
     * What a node says.
     *
     * @param untranslated attributes of kinds that graphs do not have
     * @param captures the values that graphs in the attributes use: further inputs of the node
     */
    record Result(Attributes attributes, List<AttributeProto> untranslated, List<Value> captures) {}

    Result read(NodeProto node) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        List<AttributeProto> untranslated = new ArrayList<>();
        Collection<AttributeProto> given = resolved(node).values();
        SequencedMap<String, Scope.Captured> captured = scope.captured(
                FreeNames.of(given.stream().filter(AttributeProto::hasG).toList()));
        for (AttributeProto proto : given) {
            Attribute attribute = read(proto, captured);
            if (attribute == null) {
                untranslated.add(context.file().tensors().complete(proto));
            } else {
                attributes.put(proto.getName(), attribute);
            }
        }
        List<Value> captures = captured.values().stream()
                .filter(capture -> capture.constant() == null)
                .map(Scope.Captured::value)
                .toList();
        return new Result(Attributes.of(attributes), untranslated, captures);
    }

    /** The attributes of {@code node}, references to those of the enclosing function replaced by what they refer to. */
    Map<String, AttributeProto> resolved(NodeProto node) {
        Map<String, AttributeProto> resolved = new LinkedHashMap<>();
        for (AttributeProto proto : node.getAttributeList()) {
            AttributeProto meant =
                    proto.getRefAttrName().isEmpty() ? proto : scope.bindings().get(proto.getRefAttrName());
            if (meant != null) {
                AttributeProto renamed =
                        meant.toBuilder().setName(proto.getName()).build();
                if (resolved.put(proto.getName(), renamed) != null) {
                    throw new AttributeException("attribute '" + proto.getName() + "' is given twice");
                }
            }
        }
        return resolved;
    }

    private @Nullable Attribute read(AttributeProto proto, SequencedMap<String, Scope.Captured> captured) {
        return switch (typeOf(proto)) {
            case INT -> new Attribute.OfInt(proto.getI());
            case FLOAT -> new Attribute.OfFloat(proto.getF());
            case STRING -> new Attribute.OfString(proto.getS().toStringUtf8());
            case INTS -> new Attribute.OfInts(List.copyOf(proto.getIntsList()));
            case FLOATS -> new Attribute.OfFloats(List.copyOf(proto.getFloatsList()));
            case STRINGS ->
                new Attribute.OfStrings(proto.getStringsList().stream()
                        .map(ByteString::toStringUtf8)
                        .toList());
            case TENSOR -> new Attribute.OfTensor(context.file().tensors().read(proto.getT()));
            case TYPE_PROTO -> {
                TypeReader types = new TypeReader(context.limits());
                yield new Attribute.OfType(types.read(proto.getTp(), proto.getName()));
            }
            case GRAPH -> graphs.body(proto.getG(), scope, captured);
            case TENSORS, GRAPHS, SPARSE_TENSOR, SPARSE_TENSORS, TYPE_PROTOS, UNDEFINED -> null;
        };
    }

    /** The type that is told or, in files older than that field, the one of the value that is there. */
    static AttributeType typeOf(AttributeProto proto) {
        if (proto.getType() != AttributeType.UNDEFINED) {
            return proto.getType();
        }
        if (proto.hasI()) {
            return AttributeType.INT;
        }
        if (proto.hasF()) {
            return AttributeType.FLOAT;
        }
        if (proto.hasS()) {
            return AttributeType.STRING;
        }
        if (proto.hasT()) {
            return AttributeType.TENSOR;
        }
        if (proto.hasG()) {
            return AttributeType.GRAPH;
        }
        if (proto.getFloatsCount() > 0) {
            return AttributeType.FLOATS;
        }
        if (proto.getStringsCount() > 0) {
            return AttributeType.STRINGS;
        }
        return proto.getIntsCount() > 0 ? AttributeType.INTS : AttributeType.UNDEFINED;
    }
}
