package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.graph.CallTypes;
import org.cotangent.spi.graph.Emitter;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.GraphBuilder.NodeNames;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** Writes into a builder what has to be computed in every run, and computes now what is the same in all of them. */
final class FoldingEmitter implements Emitter {
    /** Larger results are left to be computed by the run. */
    private static final long LARGEST_FOLDED_BYTES = 1L << 28;

    private final GraphBuilder builder;
    private final HostCalls calls;

    FoldingEmitter(GraphBuilder builder, HostCalls calls) {
        this.builder = builder;
        this.calls = calls;
    }

    @Override
    public List<Value> emit(Operator operator, Attributes attributes, List<@Nullable Value> inputs, int outputs) {
        return emit(operator, attributes, inputs, new NodeNames("", List.of(), Map.of()), outputs);
    }

    List<Value> emit(
            Operator operator, Attributes attributes, List<@Nullable Value> inputs, NodeNames names, int outputs) {
        List<@Nullable Tensor> known = new ArrayList<>();
        boolean constant = !operator.signature().isRandom() && !attributes.areRandom() && !isOfCodes(operator);
        for (Value input : inputs) {
            Tensor tensor = input == null ? null : builder.constantOf(input);
            constant &= input == null || tensor != null;
            known.add(tensor);
        }
        if (constant) {
            List<Value> folded = fold(operator, attributes, known, outputs);
            if (folded != null) {
                return folded;
            }
        }
        return builder.emit(operator, attributes, inputs, names, outputs).stream()
                .map(this::knownIntegers)
                .toList();
    }

    /** Codes stay codes until operators are lowered: products of codes are recognised by them. */
    private static boolean isOfCodes(Operator operator) {
        return operator.id().qualifiedName().equals("DequantizeLinear");
    }

    /** {@return what is known of a call} */
    CallTypes.Result infer(Operator operator, Attributes attributes, List<@Nullable Value> inputs, int outputs) {
        return builder.infer(operator, attributes, inputs, outputs);
    }

    private @Nullable List<Value> fold(
            Operator operator, Attributes attributes, List<@Nullable Tensor> known, int outputs) {
        CallTypes call = new CallTypes(operator, operator.id().type());
        Attributes resolved = call.resolve(attributes);
        for (ValueType type : HostCalls.types(operator, resolved, known, outputs)) {
            if (!(type instanceof TensorType tensor)
                    || (tensor.isStatic()
                            && tensor.dtype().byteSize(tensor.shape().elements().size()) > LARGEST_FOLDED_BYTES)) {
                return null;
            }
        }
        return calls.run(operator, resolved, known, outputs, new RandomSource(0, 0)).stream()
                .map(datum -> builder.constant((Tensor) datum))
                .toList();
    }

    /** An integer output all of whose elements are known, such as a shape, is a constant. */
    private Value knownIntegers(Value value) {
        List<Dim> elements = builder.integersOf(value);
        if (elements == null
                || !elements.stream().allMatch(Dim::isKnown)
                || !(value.type() instanceof TensorType type)
                || !type.isStatic()
                || !type.dtype().isInteger()) {
            return value;
        }
        Tensor tensor = Tensor.allocate(type);
        for (int i = 0; i < elements.size(); i++) {
            tensor.setLong(i, elements.get(i).size());
        }
        return builder.constant(tensor);
    }

    @Override
    public Value constant(Tensor tensor) {
        return builder.constant(tensor);
    }

    @Override
    public @Nullable Tensor constantOf(Value value) {
        return builder.constantOf(value);
    }

    @Override
    public OperatorLookup operators() {
        return builder.operators();
    }
}
