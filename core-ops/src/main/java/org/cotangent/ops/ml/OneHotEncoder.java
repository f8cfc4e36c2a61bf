package org.cotangent.ops.ml;

import java.util.List;
import org.cotangent.ops.internal.ml.ClassLabels;
import org.cotangent.ops.internal.ml.MlOperator;
import org.cotangent.ops.internal.text.Vocabulary;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * A last axis more, with a one at the place of the element in {@code cats_int64s} or {@code cats_strings} and zeros
 * elsewhere. Floating numbers are cut to integers. An element that is no category gives zeros if {@code zeros} is not
 * 0, else an error. ONNX OneHotEncoder of ai.onnx.ml, version 1.
 */
public final class OneHotEncoder extends MlOperator {
    public OneHotEncoder() {
        super(
                "OneHotEncoder",
                1,
                Signature.builder()
                        .input(
                                "X",
                                TypeVariable.of("T", DType.STRING, DType.INT64, DType.INT32, DType.FLOAT, DType.DOUBLE))
                        .output("Y", real())
                        .optionalIntegers("cats_int64s")
                        .optionalAttribute("cats_strings", STRINGS)
                        .attribute("zeros", 1));
    }

    private static ClassLabels categories(Attributes attributes) {
        return ClassLabels.of(attributes, "cats_int64s", "cats_strings");
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        ClassLabels categories = categories(call.attributes());
        if (categories.count() == 0) {
            throw new AttributeException("one of cats_int64s and cats_strings must hold the categories");
        }
        if ((categories.dtype() == DType.STRING) != (call.dtype(0) == DType.STRING)) {
            throw new TypeException("X holds " + call.dtype(0) + ", the categories are " + categories.dtype());
        }
        Shape shape = call.shape(0);
        return List.of(new TensorType(DType.FLOAT, shape.insert(shape.rank(), Dim.of(categories.count()))));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(OneHotEncoder::prepare);
    }

    private static Kernel prepare(Preparation call) {
        ClassLabels categories = categories(call.attributes());
        Vocabulary places = new Vocabulary(categories.names());
        boolean isText = call.input(0).dtype() == DType.STRING;
        boolean zeros = call.attributes().flag("zeros");
        return io -> {
            Tensor x = io.input(0);
            Tensor y = io.output(0);
            y.segment().fill((byte) 0);
            for (long i = 0; i < x.elements(); i++) {
                int place = isText ? places.find(x, i) : places.find(x.getLong(i));
                if (place >= 0) {
                    y.setDouble(i * categories.count() + place, 1);
                } else if (!zeros) {
                    throw new TypeException(
                            "element " + i + " of " + x + " is no category; set zeros to 1 to allow it");
                }
            }
        };
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("constant between its jumps");
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> Domain.Sample.of(
                Attributes.of("cats_int64s", 3, 1), draw.away(draw.shape(0, 2), 0.5, 5, 0.05, 1, 2, 3, 4)));
    }
}
