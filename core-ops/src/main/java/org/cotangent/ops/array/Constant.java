package org.cotangent.ops.array;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/**
 * A tensor that stands in an attribute; ONNX Constant, version 25.
 *
 * <p>Exactly one of the attributes must be there. {@code sparse_value} holds the dense form of the sparse tensor.
 */
public final class Constant extends OnnxOperator {
    /** Longer vectors are no shapes, and not worth being told element by element. */
    private static final int SHAPE_LIKE = 1024;

    public Constant() {
        super(
                "Constant",
                25,
                Signature.builder()
                        .output("output", Types.any("T"))
                        .optionalAttribute("sparse_value", new Attribute.OfTensor(Tensor.scalar(0f)))
                        .optionalAttribute("value", new Attribute.OfTensor(Tensor.scalar(0f)))
                        .optionalAttribute("value_float", new Attribute.OfFloat(0))
                        .optionalAttribute("value_floats", new Attribute.OfFloats(List.of()))
                        .optionalInteger("value_int")
                        .optionalIntegers("value_ints")
                        .optionalAttribute("value_string", new Attribute.OfString(""))
                        .optionalAttribute("value_strings", new Attribute.OfStrings(List.of()))
                        .build());
    }

    private static Tensor value(Attributes attributes) {
        if (attributes.names().size() != 1) {
            throw new AttributeException(
                    "exactly one of the value attributes must be given, not " + attributes.names());
        }
        String name = attributes.names().iterator().next();
        return switch (attributes.asMap().get(name)) {
            case Attribute.OfTensor(Tensor tensor) -> tensor;
            case Attribute.OfFloat(float number) -> Tensor.scalar(number);
            case Attribute.OfFloats(List<Float> numbers) -> floats(numbers);
            case Attribute.OfInt(long number) -> Tensor.scalar(number);
            case Attribute.OfInts ints -> Tensor.vector(attributes.integers(name));
            case Attribute.OfString(String text) -> Tensor.of(new String[] {text});
            case Attribute.OfStrings(List<String> texts) -> Tensor.of(texts.toArray(new String[0]), texts.size());
            case null, default -> throw new AttributeException("attribute '" + name + "' holds no tensor");
        };
    }

    private static Tensor floats(List<Float> numbers) {
        Tensor tensor = Tensor.allocate(DType.FLOAT, numbers.size());
        for (int i = 0; i < numbers.size(); i++) {
            tensor.setDouble(i, numbers.get(i));
        }
        return tensor;
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Tensor value = value(call.attributes());
        List<Dim> elements = value.elements() <= SHAPE_LIKE ? Dim.elementsOf(value) : null;
        if (elements != null) {
            call.known(0, elements);
        }
        return List.of(value.type());
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion((f, call) -> List.of(f.constant(value(call.attributes()))));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("there is no input");
    }

    @Override
    public Domain domain() {
        return Domain.of(draw ->
                Domain.Sample.of(Attributes.none().with("value", draw.tensor(draw.shape(0, 3), -2, 2))));
    }
}
