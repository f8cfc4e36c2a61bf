package org.cotangent.onnx;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.onnx.proto.OnnxMl.NodeProto;
import org.cotangent.onnx.proto.OnnxMl.TensorProto;
import org.cotangent.onnx.proto.OnnxMl.TensorProto.DataLocation;
import org.cotangent.onnx.wire.MappedFile;
import org.cotangent.onnx.wire.Skim;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Walks over two models side by side. */
final class ModelComparison {
    private static final int SHOWN = 60;

    private final ModelFile before;
    private final ModelFile after;
    private final List<ModelDiff.TensorChange> tensors = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    private ModelComparison(ModelFile before, ModelFile after) {
        this.before = before;
        this.after = after;
    }

    static ModelDiff of(Path before, Path after, Limits limits) {
        ModelComparison comparison = new ModelComparison(ModelFile.open(before, limits), ModelFile.open(after, limits));
        comparison.message("model", comparison.before.proto(), comparison.after.proto());
        MemorySegment left = MappedFile.open(before).bytes();
        MemorySegment right = MappedFile.open(after).bytes();
        return new ModelDiff(left.mismatch(right) < 0, comparison.tensors, comparison.others);
    }

    private void message(String path, Message left, Message right) {
        if (left instanceof TensorProto old && right instanceof TensorProto other) {
            tensor(path, old, other);
            return;
        }
        fields(path, left, right);
    }

    private void fields(String path, Message left, Message right) {
        Set<FieldDescriptor> fields = new LinkedHashSet<>(left.getAllFields().keySet());
        fields.addAll(right.getAllFields().keySet());
        for (FieldDescriptor field : fields) {
            String place = path + "." + field.getName();
            if (field.isRepeated()) {
                repeated(place, (List<?>) left.getField(field), (List<?>) right.getField(field));
            } else if (left.hasField(field) != right.hasField(field)) {
                others.add(place + (left.hasField(field) ? " is missing" : " is new"));
            } else {
                value(place, left.getField(field), right.getField(field));
            }
        }
        if (!unknown(left).equals(unknown(right))) {
            others.add(path + ": fields that are not known differ");
        }
    }

    private static UnknownFieldSet unknown(Message message) {
        return message.getUnknownFields().toBuilder().clearField(Skim.MARKER).build();
    }

    /** Named parts are found by their names, so that a part that is new does not shift all others. */
    private void repeated(String path, List<?> left, List<?> right) {
        Map<String, Object> old = named(left);
        Map<String, Object> other = named(right);
        if (old == null || other == null) {
            if (left.size() != right.size()) {
                others.add(path + " has " + right.size() + " entries instead of " + left.size());
            }
            for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
                value(path + "[" + i + "]", left.get(i), right.get(i));
            }
            return;
        }
        old.forEach((name, value) -> {
            Object found = other.get(name);
            if (found == null) {
                others.add(path + "[" + name + "] is missing");
            } else {
                value(path + "[" + name + "]", value, found);
            }
        });
        List<String> common = new ArrayList<>(other.keySet());
        common.removeIf(name -> !old.containsKey(name) && others.add(path + "[" + name + "] is new"));
        List<String> kept = new ArrayList<>(old.keySet());
        kept.retainAll(other.keySet());
        if (!kept.equals(common)) {
            others.add(path + ": the order differs");
        }
    }

    /** The messages by their names, null if not all of them have one of their own. */
    private static @Nullable Map<String, Object> named(List<?> list) {
        Map<String, Object> named = new LinkedHashMap<>();
        for (Object entry : list) {
            String name = entry instanceof Message message ? name(message) : "";
            if (name.isEmpty() || named.put(name, entry) != null) {
                return null;
            }
        }
        return named;
    }

    private static String name(Message message) {
        if (message instanceof NodeProto node && node.getOutputCount() > 0) {
            return String.join(",", node.getOutputList());
        }
        for (String key : List.of("name", "key", "domain")) {
            FieldDescriptor field = message.getDescriptorForType().findFieldByName(key);
            if (field != null && !field.isRepeated()) {
                return field.getName() + "=" + message.getField(field);
            }
        }
        return "";
    }

    private void value(String path, Object left, Object right) {
        if (left instanceof Message old && right instanceof Message other) {
            message(path, old, other);
        } else if (!left.equals(right)) {
            others.add(path + ": " + shown(right) + " instead of " + shown(left));
        }
    }

    private static String shown(Object value) {
        String text = String.valueOf(value);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    private void tensor(String path, TensorProto left, TensorProto right) {
        int known = others.size();
        fields(path, withoutData(left), withoutData(right));
        boolean comparable = left.getDimsList().equals(right.getDimsList())
                && left.getDataType() == right.getDataType()
                && !left.hasSegment()
                && !right.hasSegment();
        if (!comparable) {
            if (others.size() == known) {
                value(path, left.toByteString(), right.toByteString());
            }
            return;
        }
        elements(path, before.tensors().read(left), after.tensors().read(right));
        if (place(left) != place(right)) {
            others.add(path + ": the elements are kept in another field");
        }
    }

    private static TensorProto withoutData(TensorProto tensor) {
        TensorProto.Builder builder = tensor.toBuilder()
                .clearRawData()
                .clearFloatData()
                .clearInt32Data()
                .clearInt64Data()
                .clearDoubleData()
                .clearUint64Data()
                .clearStringData();
        if (tensor.getDataLocation() == DataLocation.EXTERNAL) {
            builder.clearExternalData();
        }
        return builder.build();
    }

    /** 0 for raw data in the file, 1 for data in a file beside it, 2 for a field of elements. */
    private static int place(TensorProto tensor) {
        if (tensor.getDataLocation() == DataLocation.EXTERNAL) {
            return 1;
        }
        boolean raw = tensor.hasRawData() || tensor.getUnknownFields().hasField(Skim.MARKER);
        return raw ? 0 : 2;
    }

    private void elements(String path, Tensor left, Tensor right) {
        boolean strings = left.dtype() == DType.STRING;
        if (!strings && left.segment().mismatch(right.segment()) < 0) {
            return;
        }
        long changed = 0;
        double largest = 0;
        for (long i = 0; i < left.elements(); i++) {
            if (differs(left, right, i)) {
                changed++;
                largest = Math.max(largest, distance(left, right, i));
            }
        }
        if (changed > 0) {
            tensors.add(new ModelDiff.TensorChange(path, left.type(), changed, largest));
        }
    }

    private static boolean differs(Tensor left, Tensor right, long i) {
        DType dtype = left.dtype();
        if (dtype == DType.STRING) {
            return !left.strings()[(int) i].equals(right.strings()[(int) i]);
        }
        if (dtype.bits() < 8) {
            return left.getDouble(i) != right.getDouble(i);
        }
        long width = dtype.bits() / 8;
        return left.segment().asSlice(i * width, width).mismatch(right.segment().asSlice(i * width, width)) >= 0;
    }

    private static double distance(Tensor left, Tensor right, long i) {
        boolean numbers = DType.numeric().contains(left.dtype());
        return numbers ? Math.abs(left.getDouble(i) - right.getDouble(i)) : Double.NaN;
    }
}
