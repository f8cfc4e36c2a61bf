package org.cotangent.engine.kernel;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Storage;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** What is known of calls of an operator with inputs of the same types: the types were inferred, the kernel chosen. */
public final class HostCall {
    /** How results come about. */
    sealed interface Way {
        /** @param outputs their types, as far as they are known before the kernel runs */
        record ByKernel(SharedKernel kernel, List<ValueType> outputs) implements Way {}

        record ByExpansion(Forward.Body body) implements Way {}

        /** @param type of the result; null where the first input is handed on as it is */
        record ByView(@Nullable ValueType type) implements Way {}
    }

    private final Operator operator;
    private final Attributes given;
    private final Attributes attributes;
    private final int outputs;
    private final List<@Nullable ValueType> types;
    private final List<@Nullable Tensor> elements;
    private final boolean random;
    private final Way way;

    /**
     * A call.
     *
     * @param given the attributes before defaults were filled in
     * @param types of the inputs, null where one is absent
     * @param elements copies of the inputs whose elements were looked at to find this out, null for the others
     */
    HostCall(
            Operator operator,
            Attributes given,
            Attributes attributes,
            int outputs,
            List<@Nullable ValueType> types,
            List<@Nullable Tensor> elements,
            Way way) {
        this.operator = operator;
        this.given = given;
        this.attributes = attributes;
        this.outputs = outputs;
        this.types = types;
        this.elements = elements;
        this.way = way;
        this.random = operator.signature().isRandom() || attributes.areRandom();
    }

    Operator operator() {
        return operator;
    }

    /** {@return the attributes, defaults filled in} */
    public Attributes attributes() {
        return attributes;
    }

    /** {@return whether it draws random numbers} */
    public boolean isRandom() {
        return random;
    }

    int outputs() {
        return outputs;
    }

    Way way() {
        return way;
    }

    /** {@return a number that is the same for calls of the same operator, attributes and types} */
    static int hash(Operator operator, Attributes given, List<? extends @Nullable Datum> inputs) {
        int hash = 31 * operator.hashCode() + given.hashCode();
        for (int i = 0; i < inputs.size(); i++) {
            Datum input = inputs.get(i);
            hash = 31 * hash + (input == null ? 0 : input.type().hashCode());
        }
        return hash ^ hash >>> 16;
    }

    /** {@return whether what is known holds for this call} */
    boolean covers(Operator called, Attributes with, List<? extends @Nullable Datum> inputs, int count) {
        if (!called.equals(operator) || !with.equals(given) || count != outputs || inputs.size() != types.size()) {
            return false;
        }
        for (int i = 0; i < inputs.size(); i++) {
            Datum input = inputs.get(i);
            if (!Objects.equals(input == null ? null : input.type(), types.get(i))
                    || !hasElements(input, elements.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasElements(@Nullable Datum input, @Nullable Tensor expected) {
        if (expected == null) {
            return true;
        }
        if (!(input instanceof Tensor tensor) || !(tensor.storage() instanceof Storage.Host(MemorySegment memory))) {
            return false;
        }
        long bytes = expected.byteSize();
        return MemorySegment.mismatch(memory, 0, bytes, expected.segment(), 0, bytes) < 0;
    }
}
