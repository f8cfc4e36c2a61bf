package org.cotangent.ops.ml;

import java.util.List;
import org.cotangent.ops.internal.ml.LabelMap;
import org.cotangent.ops.internal.ml.MlOperator;
import org.cotangent.ops.internal.movement.Cells;
import org.cotangent.ops.internal.text.Vocabulary;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/**
 * Each element that is one of the {@code keys_*} becomes the one of the {@code values_*} at the same place, any other
 * the {@code default_*} of the kind of the values.
 *
 * <p>If a key is repeated, the last one counts. NaN is equal to NaN. ONNX LabelEncoder of ai.onnx.ml, version 4.
 */
public final class LabelEncoder extends MlOperator {
    public LabelEncoder() {
        super("LabelEncoder", 4, signatureOf());
    }

    private static TypeVariable types(String name) {
        return TypeVariable.of(name, DType.STRING, DType.INT64, DType.FLOAT, DType.INT32, DType.INT16, DType.DOUBLE);
    }

    private static Signature.Builder signatureOf() {
        Signature.Builder builder = Signature.builder()
                .input("X", types("T1"))
                .output("Y", types("T2"))
                .attribute("default_float", -0f)
                .attribute("default_int64", -1)
                .attribute("default_string", "_Unused")
                .optionalAttribute("default_tensor", new Attribute.OfTensor(Tensor.vector(0L)));
        for (String list : List.of("keys", "values")) {
            builder.optionalAttribute(list + "_floats", FLOATS)
                    .optionalIntegers(list + "_int64s")
                    .optionalAttribute(list + "_strings", STRINGS)
                    .optionalAttribute(list + "_tensor", new Attribute.OfTensor(Tensor.vector(0L)));
        }
        return builder;
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Tensor keys = LabelMap.list(call.attributes(), "keys");
        Tensor values = LabelMap.list(call.attributes(), "values");
        if (keys.elements() != values.elements()) {
            throw new AttributeException(
                    "there are " + keys.elements() + " keys and " + values.elements() + " values: they form pairs");
        }
        if (keys.dtype().kind() != call.dtype(0).kind()) {
            throw new TypeException("X holds " + call.dtype(0) + ", but the keys are " + keys.dtype());
        }
        return List.of(call.input(0).with(values.dtype()));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(LabelEncoder::prepare);
    }

    private static Kernel prepare(Preparation call) {
        Vocabulary keys = new Vocabulary(LabelMap.list(call.attributes(), "keys"));
        Tensor values = LabelMap.list(call.attributes(), "values");
        Tensor other = LabelMap.other(call.attributes(), values.dtype());
        Cells cells = Cells.of(values.dtype());
        return io -> {
            Tensor x = io.input(0);
            for (long i = 0; i < x.elements(); i++) {
                int place = keys.find(x, i);
                cells.copy(place < 0 ? other : values, Math.max(0, place), io.output(0), i, 1);
            }
        };
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("a table of single numbers is constant between them");
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            Attributes values = draw.chance(0.5)
                    ? Attributes.of("values_int64s", 5, 6)
                    : Attributes.none().with("values_tensor", Tensor.vector(0.5, 1.5));
            return switch (draw.integer(0, 2)) {
                case 0 ->
                    Domain.Sample.of(
                            values.with("keys_strings", new Attribute.OfStrings(List.of("a", "b"))),
                            draw.words(draw.shape(0, 3), "a", "b", "c"));
                case 1 -> Domain.Sample.of(values.with("keys_int64s", 1, 2), draw.indices(draw.shape(0, 3), 0, 4));
                default ->
                    Domain.Sample.of(
                            values.with("keys_tensor", Tensor.vector(0.5, Double.NaN)),
                            draw.tensor(draw.shape(0, 3), -2, 2));
            };
        });
    }
}
