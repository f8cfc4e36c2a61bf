package org.cotangent.ops.sequence;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.OptionalDatum;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * Whether the input is there: true for tensors, sequences and optional values that hold something, false for those that
 * do not and without an input; ONNX OptionalHasElement, version 18.
 */
public final class OptionalHasElement extends OnnxOperator {
    public OptionalHasElement() {
        super(
                "OptionalHasElement",
                18,
                Signature.builder()
                        .optional("input", Types.any("O").in(TypeVariable.Kind.ANY))
                        .output("output", Types.bool("B"))
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        return List.of(TensorType.of(DType.BOOL));
    }

    @Override
    public Forward forward() {
        return new Forward.ValueKernel(call -> OptionalHasElement::run);
    }

    private static void run(Bindings io) {
        boolean has = io.hasInput(0) && !(io.value(0) instanceof OptionalDatum optional && optional.content() == null);
        io.deliver(0, Tensor.of(new boolean[] {has}));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("whether a value is there does not change with its elements");
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> Domain.Sample.of(draw.tensor(draw.shape(0, 3), -2, 2)));
    }
}
