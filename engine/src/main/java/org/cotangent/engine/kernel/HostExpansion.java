package org.cotangent.engine.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.graph.Emitter;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Runs the expansion of a call at once, operator by operator. */
final class HostExpansion implements Emitter {
    private final HostCalls calls;
    private final OperatorLookup operators;
    private final RandomSource random;
    private final Map<Value, Datum> data = new HashMap<>();

    private HostExpansion(HostCalls calls, OperatorLookup operators, RandomSource random) {
        this.calls = calls;
        this.operators = operators;
        this.random = random;
    }

    private record BodyCall(Attributes attributes, List<@Nullable Value> inputs, int outputCount) implements Call {}

    static List<Datum> run(
            HostCalls calls,
            OperatorLookup operators,
            Forward.Body body,
            Attributes attributes,
            List<? extends @Nullable Datum> inputs,
            int outputs,
            RandomSource random) {
        HostExpansion emitter = new HostExpansion(calls, operators, random);
        List<@Nullable Value> values = new ArrayList<>();
        for (Datum datum : inputs) {
            values.add(datum == null ? null : emitter.value(datum));
        }
        List<Value> results = body.expand(new Formulas(emitter), new BodyCall(attributes, values, outputs));
        return results.stream().limit(outputs).map(emitter::datumOf).toList();
    }

    private Datum datumOf(Value value) {
        Datum datum = data.get(value);
        if (datum == null) {
            throw new IllegalStateException("an expansion uses " + value + ", which comes from elsewhere");
        }
        return datum;
    }

    private Value value(Datum datum) {
        Value value = new Value("t" + data.size(), datum.type());
        data.put(value, datum);
        return value;
    }

    @Override
    public List<Value> emit(Operator operator, Attributes attributes, List<@Nullable Value> inputs, int outputs) {
        List<@Nullable Datum> arguments = new ArrayList<>();
        for (Value input : inputs) {
            arguments.add(input == null ? null : datumOf(input));
        }
        HostCall call = calls.call(operator, attributes, arguments, outputs);
        return calls.run(call, arguments, random).stream().map(this::value).toList();
    }

    @Override
    public Value constant(Tensor tensor) {
        return value(tensor);
    }

    @Override
    public Tensor allocate(DType dtype, long... sizes) {
        return calls.memory().allocate(dtype, sizes);
    }

    @Override
    public @Nullable Tensor constantOf(Value value) {
        return data.get(value) instanceof Tensor tensor ? tensor : null;
    }

    @Override
    public OperatorLookup operators() {
        return operators;
    }
}
