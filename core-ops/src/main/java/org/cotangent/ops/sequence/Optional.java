package org.cotangent.ops.sequence;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.OptionalDatum;
import org.cotangent.spi.tensor.OptionalType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.UnknownType;
import org.cotangent.spi.tensor.ValueType;

/**
 * An optional value that holds the input, a tensor or sequence, or, without an input, holds nothing of the type in
 * {@code type}; ONNX Optional, version 15.
 */
public final class Optional extends OnnxOperator {
    public Optional() {
        super(
                "Optional",
                15,
                Signature.builder()
                        .optional("input", Types.any("V").in(TypeVariable.Kind.ANY))
                        .output("output", Types.any("O").in(TypeVariable.Kind.OPTIONAL))
                        .optionalAttribute("type", new Attribute.OfType(new UnknownType()))
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        ValueType input = call.has(0) ? call.find(0) : null;
        if (input instanceof OptionalType) {
            throw new TypeException("an optional value cannot hold another one, " + input);
        }
        return List.of(new OptionalType(input == null ? declared(call.attributes()) : input));
    }

    @Override
    public Forward forward() {
        return new Forward.ValueKernel(call -> {
            Attributes attributes = call.attributes();
            return io -> io.deliver(0, io.hasInput(0) ? holding(io) : OptionalDatum.empty(declared(attributes)));
        });
    }

    private static ValueType declared(Attributes attributes) {
        if (attributes.find("type") instanceof Attribute.OfType(ValueType type)) {
            return type;
        }
        throw new TypeException("needs an input or the attribute 'type'");
    }

    private static OptionalDatum holding(Bindings io) {
        Datum content = io.value(0);
        return OptionalDatum.of(content instanceof Tensor tensor ? tensor.copy() : content);
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear((f, at, k, cotangents) -> f.op("OptionalGetElement", cotangents.getFirst()));
    }
}
