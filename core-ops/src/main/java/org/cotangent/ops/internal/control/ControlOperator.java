package org.cotangent.ops.internal.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** An operator that runs graphs. What they capture are the last of its inputs. */
public abstract class ControlOperator extends OnnxOperator {
    protected ControlOperator(String type, int since, Signature signature) {
        super(type, since, signature);
    }

    /** {@return values of any type, which may differ from one to the next} */
    protected static TypeVariable anything(String name) {
        return Types.any(name).in(TypeVariable.Kind.ANY);
    }

    /** {@return the type of input {@code i}, which must be there} */
    protected static ValueType type(Inference call, int i) {
        ValueType type = i < call.inputCount() ? call.find(i) : null;
        if (type == null) {
            throw new TypeException("input " + i + " is absent");
        }
        return type;
    }

    /** {@return the types of the inputs from one on} */
    protected static List<ValueType> types(Inference call, int from) {
        List<ValueType> types = new ArrayList<>();
        for (int i = from; i < call.inputCount(); i++) {
            types.add(type(call, i));
        }
        return types;
    }

    /** {@return the values of the inputs in [from, to)} */
    protected static List<Datum> values(Bindings io, int from, int to) {
        List<Datum> values = new ArrayList<>();
        for (int i = from; i < to; i++) {
            values.add(io.value(i));
        }
        return values;
    }

    /** {@return for each of the first outputs its memory, if it has some} */
    protected static List<@Nullable Tensor> memory(Bindings io, int outputs) {
        List<@Nullable Tensor> memory = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            memory.add(io.isAllocated(i) ? io.output(i) : null);
        }
        return memory;
    }

    /** Gives those of the outputs that somebody asked for. */
    protected static void deliver(Bindings io, List<? extends Datum> outputs) {
        for (int i = 0; i < outputs.size(); i++) {
            if (io.hasOutput(i)) {
                io.deliver(i, Objects.requireNonNull(outputs.get(i)));
            }
        }
    }

    /** {@return the single element of a condition} */
    protected static boolean truth(Datum condition) {
        if (condition instanceof Tensor tensor && tensor.elements() == 1) {
            return tensor.getLong(0) != 0;
        }
        throw new TypeException("a condition is one bool, not " + condition.type());
    }
}
