package org.cotangent.engine.eager;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.engine.autodiff.BodyTypes;
import org.cotangent.engine.autodiff.ReverseSweep;
import org.cotangent.engine.autodiff.Site;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.graph.CallTypes;
import org.cotangent.spi.graph.Emitter;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Runs operators as they are written down, and records them where gradients are required.
 *
 * <p>It runs the same kernels and the same derivative rules as graphs do. Not safe for use by several threads.
 */
public final class Eager implements Emitter {
    private final HostCalls calls;
    private final OperatorLookup operators;
    private final Formulas formulas = new Formulas(this);
    private long seed;
    private long count;
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

    /** {@return a leaf that requires gradients} */
    public Variable variable(Datum datum) {
        return new Variable("v" + count++, datum, true, null);
    }

    /** {@return a leaf of any kind that requires no gradients} */
    public Variable value(Datum datum) {
        return new Variable("c" + count++, datum, false, null);
    }

    /** {@return a leaf that requires no gradients} */
    @Override
    public Variable constant(Tensor tensor) {
        return value(tensor);
    }

    /** {@return a value over the same data that is not connected to what computed it} */
    public Variable detach(Value value) {
        return value(of(value).datum());
    }

    public Tensor tensor(Value value) {
        return of(value).tensor();
    }

    /** {@return what the value holds, whatever its kind} */
    public Datum datum(Value value) {
        return of(value).datum();
    }

    /** Runs without recording. */
    public void noGrad(Runnable body) {
        boolean before = recording;
        recording = false;
        try {
            body.run();
        } finally {
            recording = before;
        }
    }

    private static Variable of(Value value) {
        if (value instanceof Variable variable) {
            return variable;
        }
        throw new TypeException("value '" + value.name() + "' belongs to a graph, not to eager execution");
    }

    @Override
    public List<Value> emit(Operator operator, Attributes attributes, List<@Nullable Value> inputs, int outputs) {
        Attributes resolved = new CallTypes(operator, operator.id().type()).resolve(attributes);
        List<@Nullable Datum> data = new ArrayList<>();
        boolean tracked = false;
        for (Value input : inputs) {
            data.add(input == null ? null : of(input).datum());
            tracked |= recording && input != null && of(input).requiresGrad();
        }
        List<Datum> results = calls.run(operator, resolved, data, outputs, new RandomSource(seed, count++));
        List<Value> values = new ArrayList<>();
        Attributes typed = tracked ? BodyTypes.of(this, operator, resolved, inputs, outputs) : resolved;
        Site site = tracked ? new Site(this, operator, typed, inputs, values) : null;
        for (Datum result : results) {
            boolean grad = tracked && result.type().isDifferentiable();
            values.add(new Variable(operator.id().type() + count++, result, grad, grad ? site : null));
        }
        return Collections.unmodifiableList(values);
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
        if (cotangent == null && of(output).tensor().elements() != 1) {
            throw new ShapeException("gradients are taken of a scalar; the output is " + output.type()
                    + ": sum it up or give a cotangent");
        }
        ReverseSweep sweep = new ReverseSweep(formulas, tape(output));
        sweep.seed(output, Tangent.of(cotangent == null ? formulas.onesLike(output) : cotangent));
        Set<Value> wanted = new HashSet<>();
        wanted.addAll(inputs);
        Map<Value, Value> found = sweep.run(wanted);
        List<Value> gradients = new ArrayList<>();
        for (Value input : inputs) {
            Value gradient = found.get(input);
            gradients.add(gradient == null ? formulas.zerosLike(input) : gradient);
        }
        return gradients;
    }

    /** {@return the recorded calls that the value depends on, each after those it depends on} */
    private static List<Site> tape(Value output) {
        List<Site> order = new ArrayList<>();
        Set<Site> entered = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Site> done = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Site> stack = new ArrayDeque<>();
        push(stack, output);
        while (!stack.isEmpty()) {
            Site site = stack.peek();
            if (entered.add(site)) {
                for (Value input : site.inputs()) {
                    push(stack, input);
                }
            } else {
                stack.pop();
                if (done.add(site)) {
                    order.add(site);
                }
            }
        }
        return order;
    }

    private static void push(Deque<Site> stack, @Nullable Value value) {
        if (value instanceof Variable variable && variable.origin() instanceof Site origin) {
            stack.push(origin);
        }
    }
}
