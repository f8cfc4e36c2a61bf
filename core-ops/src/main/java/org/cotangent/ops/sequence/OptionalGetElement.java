package org.cotangent.ops.sequence;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.OptionalDatum;
import org.cotangent.spi.tensor.OptionalType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * What an optional value holds; it is an error if it holds nothing. A tensor or sequence is passed on as it is; ONNX
 * OptionalGetElement, version 18.
 */
public final class OptionalGetElement extends OnnxOperator {
    public OptionalGetElement() {
        super(
                "OptionalGetElement",
                18,
                Signature.builder()
                        .input("input", Types.any("O").in(TypeVariable.Kind.ANY))
                        .output("output", Types.any("V").in(TypeVariable.Kind.ANY))
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        ValueType type = call.type(0);
        return List.of(type instanceof OptionalType(ValueType element) ? element : type);
    }

    @Override
    public Forward forward() {
        return new Forward.ValueKernel(call -> OptionalGetElement::run);
    }

    private static void run(Bindings io) {
        switch (io.value(0)) {
            case OptionalDatum(ValueType element, @Nullable Datum content) -> {
                if (content == null) {
                    throw new CotangentException(
                            "the optional value of " + element + " holds nothing: ask OptionalHasElement first");
                }
                io.deliver(0, content);
            }
            case Tensor tensor -> io.deliver(0, io.isAllocated(0) ? tensor : tensor.copy());
            case Datum other -> io.deliver(0, other);
        }
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear((f, at, k, cotangents) -> at.input(0).type() instanceof OptionalType
                ? f.op("Optional", cotangents.getFirst())
                : cotangents.getFirst());
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> Domain.Sample.of(draw.tensor(draw.shape(0, 3), -2, 2)));
    }
}
