package org.cotangent.onnx;

import java.util.List;
import org.cotangent.onnx.proto.OnnxMl.AttributeProto;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.CallTypes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * Stands for one node whose operator cannot run here, so that its graph can be looked at and written again. Takes
 * anything, and fails with {@link UnsupportedException} when it is to run.
 */
final class OpaqueOperator implements Operator {
    private final OperatorId id;
    private final Signature signature;
    private final List<ValueType> outputs;
    private final List<AttributeProto> untranslated;
    private final String reason;
    private final boolean late;
    private final List<@Nullable List<Dim>> known;

    /**
     * A stand-in.
     *
     * @param outputs the types of the outputs as far as the file tells them
     * @param untranslated attributes of kinds that only the file can hold
     * @param late whether it fails only when it runs, since it may stand in a branch that never does
     */
    OpaqueOperator(
            OperatorId id,
            int inputs,
            List<ValueType> outputs,
            List<AttributeProto> untranslated,
            String reason,
            boolean late) {
        this(id, inputs, outputs, untranslated, reason, late, List.of());
    }

    private OpaqueOperator(
            OperatorId id,
            int inputs,
            List<ValueType> outputs,
            List<AttributeProto> untranslated,
            String reason,
            boolean late,
            List<@Nullable List<Dim>> known) {
        this.id = id;
        this.known = known;
        this.late = late;
        this.outputs = List.copyOf(outputs);
        this.untranslated = List.copyOf(untranslated);
        this.reason = reason;
        Signature.Builder ports = Signature.builder().anyAttributes();
        for (int i = 0; i < inputs; i++) {
            ports.optional("input" + i, TypeVariable.of("T" + i, DType.all()).in(TypeVariable.Kind.ANY));
        }
        for (int i = 0; i < outputs.size(); i++) {
            ports.optionalOutput(
                    "output" + i, TypeVariable.of("U" + i, DType.all()).in(TypeVariable.Kind.ANY));
        }
        this.signature = ports.build();
    }

    /** A stand-in for a call in the form that its operator had in {@code opset}. */
    static OpaqueOperator older(String type, int opset, int inputs, CallTypes.Result outputs) {
        return new OpaqueOperator(
                new OperatorId("", type, opset),
                inputs,
                outputs.types(),
                List.of(),
                "it has the form of opset " + opset,
                true,
                outputs.integers());
    }

    /** Attributes of kinds that graphs do not have. */
    List<AttributeProto> untranslated() {
        return untranslated;
    }

    @Override
    public OperatorId id() {
        return id;
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public List<ValueType> infer(Inference call) {
        for (int i = 0; i < known.size(); i++) {
            List<Dim> elements = known.get(i);
            if (elements != null) {
                call.known(i, elements);
            }
        }
        return outputs;
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(call -> {
            if (!late) {
                throw refusal(call.name());
            }
            return bindings -> {
                throw refusal(call.name());
            };
        });
    }

    private UnsupportedException refusal(String node) {
        return new UnsupportedException("node '" + node + "' cannot run: " + id.qualifiedName() + ": " + reason);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Missing(id.qualifiedName() + ": " + reason);
    }
}
