package org.cotangent.ops.ml;

import java.util.List;
import org.cotangent.ops.internal.ml.ClassLabels;
import org.cotangent.ops.internal.ml.Maps;
import org.cotangent.ops.internal.ml.MlOperator;
import org.cotangent.ops.internal.movement.Cells;
import org.cotangent.ops.internal.text.Vocabulary;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.MapType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorMap;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * The values of a map at the places that their keys have in {@code string_vocabulary} or {@code int64_vocabulary}, [C];
 * zeros or empty strings where the map has no such key. Keys that are not in the vocabulary are left out. ONNX
 * DictVectorizer of ai.onnx.ml, version 1.
 */
public final class DictVectorizer extends MlOperator {
    public DictVectorizer() {
        super(
                "DictVectorizer",
                1,
                Signature.builder()
                        .input("X", types("T1").in(TypeVariable.Kind.MAP))
                        .output("Y", types("T2"))
                        .optionalIntegers("int64_vocabulary")
                        .optionalAttribute("string_vocabulary", STRINGS));
    }

    private static TypeVariable types(String name) {
        return TypeVariable.of(name, DType.INT64, DType.FLOAT, DType.DOUBLE, DType.STRING);
    }

    private static ClassLabels vocabulary(Attributes attributes) {
        return ClassLabels.of(attributes, "int64_vocabulary", "string_vocabulary");
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        MapType map = Maps.type(call, 0);
        ClassLabels vocabulary = vocabulary(call.attributes());
        requireKeys(map, vocabulary.dtype());
        return List.of(new TensorType(map.value(), Shape.of(vocabulary.count())));
    }

    private static void requireKeys(MapType map, DType vocabulary) {
        if (map.key() != vocabulary) {
            throw new TypeException("the keys are " + map.key() + ", but the vocabulary is " + vocabulary);
        }
    }

    @Override
    public Forward forward() {
        return new Forward.ValueKernel(call -> {
            ClassLabels words = vocabulary(call.attributes());
            Vocabulary places = new Vocabulary(words.names());
            return io -> {
                TensorMap map = Maps.map(io, 0);
                requireKeys(map.type(), words.dtype());
                io.deliver(0, row(map, places, words.count()));
            };
        });
    }

    private static Tensor row(TensorMap map, Vocabulary places, int width) {
        Tensor row = Tensor.allocate(map.values().dtype(), width);
        Cells cells = Cells.of(row.dtype());
        for (int i = 0; i < map.size(); i++) {
            int place = places.find(map.keys(), i);
            if (place >= 0) {
                cells.copy(map.values(), i, row, place, 1);
            }
        }
        return row;
    }

    @Override
    public Derivative derivative() {
        return Maps.derivative();
    }
}
