package org.cotangent.engine.eager;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.cotangent.engine.autodiff.BodyTypes;
import org.cotangent.engine.autodiff.Site;
import org.cotangent.engine.kernel.HostCall;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.graph.Emitter;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Runs operators as they are written down, and records them where gradients are required.
 *
 * <p>It runs the same kernels and the same derivative rules as graphs do. Not safe for use by several threads.
 */
public final class Eager implements Recorder {
    private final HostCalls calls;
    private final OperatorLookup operators;
    private final Formulas formulas = new Formulas(this);
    private long seed;
    private long count;
    private long created;
    private boolean recording = true;

    public Eager(HostCalls calls, OperatorLookup operators) {
        this.calls = calls;
        this.operators = operators;
    }

    /** {@return the operators as functions} */
    public Formulas formulas() {
        return formulas;
    }

    /** Sets where random numbers begin. */
    public void seed(long value) {
        seed = value;
        count = 0;
    }

    @Override
    public long position() {
        return count;
    }

    @Override
    public <T> T replaying(long position, Supplier<T> body) {
        long before = count;
        count = position;
        try {
            return body.get();
        } finally {
            count = before;
        }
    }

    /** {@return a leaf that requires gradients} */
    public EagerValue variable(Datum datum) {
        return leaf("v", datum, true);
    }

    /** {@return a leaf of any kind that requires no gradients} */
    public EagerValue value(Datum datum) {
        return leaf("c", datum, false);
    }

    private EagerValue leaf(String prefix, Datum datum, boolean requiresGrad) {
        return new EagerValue(prefix, created++, datum, requiresGrad, null, new EagerValue.Writes());
    }

    /** {@return a leaf that requires no gradients} */
    @Override
    public EagerValue constant(Tensor tensor) {
        return value(tensor);
    }

    @Override
    public Tensor allocate(DType dtype, long... sizes) {
        return calls.memory().allocate(dtype, sizes);
    }

    @Override
    public EagerValue leaf(Value value) {
        return over(of(value), true);
    }

    /** {@return a value over the same data that is not connected to what computed it} */
    @Override
    public EagerValue detach(Value value) {
        return over(of(value), false);
    }

    private EagerValue over(EagerValue value, boolean requiresGrad) {
        return new EagerValue(requiresGrad ? "v" : "c", created++, value.memory(), requiresGrad, null, value.writes());
    }

    @Override
    public Tensor tensor(Value value) {
        return of(value).tensor();
    }

    /** {@return what the value holds, whatever its kind} */
    public Datum datum(Value value) {
        return of(value).datum();
    }

    @Override
    public boolean requiresGrad(Value value) {
        return of(value).requiresGrad();
    }

    @Override
    public @Nullable Site origin(Value value) {
        return value instanceof EagerValue eager ? eager.origin() : null;
    }

    @Override
    public boolean isRecording() {
        return recording;
    }

    @Override
    public <T> T recording(boolean on, Supplier<T> body) {
        boolean before = recording;
        recording = on;
        try {
            return body.get();
        } finally {
            recording = before;
        }
    }

    /** Runs without recording. */
    public void noGrad(Runnable body) {
        recording(false, () -> {
            body.run();
            return this;
        });
    }

    @Override
    public void release(Iterable<Site> sites) {
        for (Site site : sites) {
            site.outputs().forEach(output -> of(output).release());
        }
    }

    private static EagerValue of(Value value) {
        if (value instanceof EagerValue eager) {
            return eager;
        }
        throw new TypeException("value '" + value.name() + "' belongs to a graph, not to eager execution");
    }

    @Override
    public List<Value> emit(Operator operator, Attributes attributes, List<@Nullable Value> inputs, int outputs) {
        @Nullable Datum[] data = new @Nullable Datum[inputs.size()];
        boolean tracked = false;
        for (int i = 0; i < data.length; i++) {
            Value input = inputs.get(i);
            EagerValue value = input == null ? null : of(input);
            data[i] = value == null ? null : value.datum();
            tracked |= recording && value != null && value.requiresGrad();
        }
        long position = count++;
        List<@Nullable Datum> arguments = Arrays.asList(data);
        HostCall call = calls.call(operator, attributes, arguments, outputs);
        List<Datum> results = calls.run(call, arguments, new RandomSource(seed, position));
        Value[] values = new Value[results.size()];
        Site site = tracked ? site(call, operator, inputs, Arrays.asList(values), position) : null;
        for (int i = 0; i < values.length; i++) {
            Datum result = results.get(i);
            boolean grad = tracked && result.type().isDifferentiable();
            values[i] = new EagerValue(
                    operator.id().type(), created++, result, grad, grad ? site : null, writes(result, inputs));
        }
        return Collections.unmodifiableList(Arrays.asList(values));
    }

    private Site site(
            HostCall call, Operator operator, List<@Nullable Value> inputs, List<Value> outputs, long position) {
        Emitter origin = call.isRandom() ? new Replay(this, position) : this;
        Attributes typed = BodyTypes.of(this, operator, call.attributes(), inputs, outputs.size());
        return new Site(origin, operator, typed, inputs, outputs);
    }

    /** A view stands on the memory of its input. */
    private static EagerValue.Writes writes(Datum result, List<@Nullable Value> inputs) {
        Value first = inputs.isEmpty() ? null : inputs.getFirst();
        return first instanceof EagerValue eager
                        && eager.memory() instanceof Tensor viewed
                        && result instanceof Tensor tensor
                        && tensor.storage() == viewed.storage()
                ? eager.writes()
                : new EagerValue.Writes();
    }

    /**
     * {@return a value in the place of {@code target}: the elements of {@code source}, in the memory of the target}
     *
     * <p>Values made over that memory before cannot be read any more. The result is recorded as the source is.
     */
    public EagerValue overwrite(Value target, Value source) {
        EagerValue old = of(target);
        EagerValue value = of(source);
        if (!old.type().equals(value.type())) {
            throw new ShapeException("an in-place operation cannot turn " + old.type() + " into " + value.type());
        }
        Tensor memory = old.tensor();
        memory.copyFrom(value.tensor());
        old.written();
        Site site = value.origin();
        if (site == null) {
            return over(old, value.requiresGrad() || old.origin() == null && old.requiresGrad());
        }
        List<Value> outputs = new ArrayList<>(site.outputs());
        Site moved = new Site(this, site.operator(), site.attributes(), site.inputs(), outputs);
        EagerValue result = new EagerValue(site.operator().id().type(), created++, memory, true, moved, old.writes());
        outputs.set(outputs.indexOf(value), result);
        return result;
    }

    /** {@return how many values were made so far} */
    public long created() {
        return created;
    }

    /** {@return how many values were made before this one} */
    public long created(Value value) {
        return of(value).number();
    }

    /** {@return a value recorded as the result of a call that is not run: its datum is there already} */
    public EagerValue recorded(Operator operator, List<@Nullable Value> inputs, Datum datum) {
        List<Value> outputs = new ArrayList<>();
        Site site = new Site(this, operator, Attributes.none(), inputs, outputs);
        EagerValue result = new EagerValue(operator.id().type(), created++, datum, true, site, new EagerValue.Writes());
        outputs.add(result);
        return result;
    }

    /** {@return a leaf over the memory of another, as it is now} */
    public EagerValue refreshed(Value value) {
        return over(of(value), of(value).requiresGrad());
    }

    /** {@return whether the memory has been written since the value was made} */
    public boolean isStale(Value value) {
        return of(value).isStale();
    }

    @Override
    public @Nullable Tensor constantOf(Value value) {
        return !of(value).requiresGrad() && of(value).datum() instanceof Tensor tensor ? tensor : null;
    }

    @Override
    public OperatorLookup operators() {
        return operators;
    }

    /** {@return the gradients of a scalar with respect to these values; they require no gradients themselves} */
    public List<Tensor> grad(Value output, List<? extends Value> inputs) {
        List<Tensor> gradients = new ArrayList<>();
        noGrad(() -> differentiable(output, null, inputs)
                .forEach(value -> gradients.add(of(value).tensor())));
        return gradients;
    }

    /**
     * {@return {@code J^T u} as values that can be differentiated again}
     *
     * @param cotangent of the output; null means 1, for outputs of one element
     */
    public List<Value> differentiable(Value output, @Nullable Value cotangent, List<? extends Value> inputs) {
        Value seed = cotangent == null ? Tape.one(formulas, output) : cotangent;
        Map<Value, Value> found = Tape.behind(this, List.of(output)).pull(formulas, Map.of(output, seed), inputs);
        List<Value> gradients = new ArrayList<>();
        for (Value input : inputs) {
            Value gradient = found.get(input);
            gradients.add(gradient == null ? formulas.zerosLike(input) : gradient);
        }
        return gradients;
    }
}
