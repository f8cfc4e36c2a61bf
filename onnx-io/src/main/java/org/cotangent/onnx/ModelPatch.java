package org.cotangent.onnx;

import com.google.protobuf.ByteString;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.onnx.proto.OnnxMl.AttributeProto;
import org.cotangent.onnx.proto.OnnxMl.GraphProto;
import org.cotangent.onnx.proto.OnnxMl.ModelProto;
import org.cotangent.onnx.proto.OnnxMl.NodeProto;
import org.cotangent.onnx.proto.OnnxMl.TensorProto;
import org.cotangent.onnx.proto.OnnxMl.TensorProto.DataLocation;
import org.cotangent.onnx.wire.AtomicFile;
import org.cotangent.onnx.wire.Edits;
import org.cotangent.onnx.wire.Field;
import org.cotangent.onnx.wire.MappedFile;
import org.cotangent.onnx.wire.Skeleton;
import org.cotangent.onnx.wire.Skim;
import org.cotangent.onnx.wire.TensorSpan;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * Writes a copy of a model in which the data of some initializers are new and every other byte is the same.
 *
 * <p>Constant nodes of the main graph count as initializers of the name of their output. Data stay where and how they
 * were: raw data, a typed field, or an external file. A file of external data is copied beside the new model under the
 * name of the new model with {@code .data} behind it, so that the old model keeps its own.
 */
final class ModelPatch {
    private final Skeleton skeleton;
    private final Map<String, Tensor> values;
    private final Edits edits;
    private final ExternalPatch external;

    private ModelPatch(Skeleton skeleton, Map<String, Tensor> values, Path out) {
        this.skeleton = skeleton;
        this.values = values;
        this.edits = new Edits(skeleton.file());
        this.external = new ExternalPatch(skeleton.file().path(), out);
    }

    /** Writes {@code model} with the initializers in {@code values} replaced to {@code out}. */
    static void write(Path model, Map<String, Tensor> values, Path out, Limits limits) {
        Skeleton skeleton = Skim.read(MappedFile.open(model), ModelProto.getDescriptor(), limits.depth());
        ModelPatch patch = new ModelPatch(skeleton, values, out);
        patch.collect(skeleton.parse(ModelProto.parser(), limits.depth()).getGraph());
        patch.external.write(patch.edits);
        AtomicFile.write(out, patch.edits::writeTo);
    }

    private void collect(GraphProto graph) {
        List<String> problems = new ArrayList<>();
        Set<String> missing = new HashSet<>(values.keySet());
        Iterator<String> constants = constants(graph).iterator();
        for (TensorSpan span : skeleton.tensors()) {
            TensorProto proto = skeleton.proto(span);
            if (proto.getDataLocation() == DataLocation.EXTERNAL) {
                external.add(proto, span);
            }
            String name = span.isInitializer() ? proto.getName() : span.isNodeAttribute() ? constants.next() : "";
            Tensor value = values.get(name);
            if (value == null) {
                continue;
            }
            if (!missing.remove(name)) {
                problems.add("there are two initializers '" + name + "'");
            } else if (!typeOf(proto).equals(value.dtype().code() + Arrays.toString(value.sizes()))) {
                problems.add("initializer '" + name + "' has element type and sizes " + typeOf(proto)
                        + ", the new value is " + value.type());
            } else {
                replace(proto, span, value);
            }
        }
        missing.stream().sorted().forEach(name -> problems.add("there is no initializer '" + name + "'"));
        if (!problems.isEmpty()) {
            throw skeleton.file().broken("cannot be patched: " + String.join("; ", problems));
        }
    }

    /** For every attribute with a tensor, in the order of the file, the name of the constant that it is, or nothing. */
    private static List<String> constants(GraphProto graph) {
        List<String> names = new ArrayList<>();
        for (NodeProto node : graph.getNodeList()) {
            boolean isConstant = node.getOpType().equals("Constant") && node.getOutputCount() == 1;
            node.getAttributeList().stream()
                    .filter(AttributeProto::hasT)
                    .forEach(attribute -> names.add(isConstant ? node.getOutput(0) : ""));
        }
        return names;
    }

    private static String typeOf(TensorProto proto) {
        return proto.getDataType() + proto.getDimsList().toString();
    }

    private void replace(TensorProto proto, TensorSpan span, Tensor value) {
        if (proto.getDataLocation() == DataLocation.EXTERNAL) {
            external.replace(proto, value);
            return;
        }
        List<Field> raw = span.fields(TensorProto.RAW_DATA_FIELD_NUMBER);
        if (raw.isEmpty()) {
            replaceTyped(span, value);
        } else if (value.dtype() == DType.STRING || raw.getFirst().size() != value.byteSize()) {
            throw skeleton.file()
                    .broken("initializer '" + proto.getName() + "' has raw data of "
                            + raw.getFirst().size() + " bytes, which do not fit " + value.type());
        } else {
            Field field = raw.getFirst();
            edits.replace(span.frame(), field.body(), field.end(), TensorWriter.bytes(value));
        }
    }

    /** The new entries take the place of the first piece of the old ones; further pieces go. */
    private void replaceTyped(TensorSpan span, Tensor value) {
        TypedField field = TypedField.of(value.dtype());
        TensorProto.Builder typed = TensorProto.newBuilder();
        field.write(value, typed);
        ByteString bytes = typed.build().toByteString();
        for (Field old : span.fields(field.number())) {
            edits.replace(span.frame(), old.start(), old.end(), MemorySegment.ofArray(bytes.toByteArray()));
            bytes = ByteString.EMPTY;
        }
    }
}
