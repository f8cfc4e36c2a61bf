package org.cotangent.autograd;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.eager.Eager;
import org.cotangent.engine.eager.Recorder;
import org.cotangent.engine.eager.Tracer;
import org.cotangent.ops.Ops;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Makes variables and differentiates what is computed from them.
 *
 * <pre>{@code
 * var autograd = Autograd.load();
 * var t = autograd.tensor(1., 2., 4.).requireGrad();
 * t.pow(2).sum().backward();
 * System.out.println(t.grad()); // tensor([2., 4., 8.])
 * }</pre>
 *
 * <p>Variables of one autograd are computed at once, or traced into a graph, by the same code and the same derivative
 * rules. Not safe for use by several threads: make one for each.
 */
public final class Autograd {
    private final Cotangent cotangent;
    private final Recorder recorder;
    private final Ops ops;
    private final Map<Parameter, Variable> parameters = new WeakHashMap<>();
    private final Map<Value, Leaf> leaves = new WeakHashMap<>();
    private final Function<Object, String> names;
    private final @Nullable Autograd outer;
    private @Nullable Part outermost;

    private Autograd(Cotangent cotangent, Recorder recorder, Function<Object, String> names, @Nullable Autograd outer) {
        this.cotangent = cotangent;
        this.recorder = recorder;
        this.names = names;
        this.outer = outer;
        this.ops = Ops.of(recorder);
    }

    /** {@return an autograd that computes at once, with everything on the class path} */
    public static Autograd load() {
        return of(Cotangent.load());
    }

    /** {@return an autograd that computes at once} */
    public static Autograd of(Cotangent cotangent) {
        return new Autograd(cotangent, cotangent.eager(), parameter -> "", null);
    }

    /**
     * {@return an autograd whose variables stand in the graph that {@code tracer} writes}
     *
     * @param names gives the names that {@link Parameter}s get in the graph, and those of parts of the program
     */
    public static Autograd tracing(Cotangent cotangent, Tracer tracer, Function<Object, String> names) {
        return new Autograd(cotangent, tracer, names, null);
    }

    /** {@return an autograd for a function within this one: what belongs to this one can be used there} */
    Autograd within(Tracer tracer) {
        return new Autograd(cotangent, tracer, parameter -> "", this);
    }

    private int depth() {
        return outer == null ? 0 : outer.depth() + 1;
    }

    /** {@return this autograd or that of the operand: the one of the innermost function that is being traced} */
    Autograd joined(Operand operand) {
        boolean deeper = operand instanceof Variable variable
                && variable.autograd() != this
                && variable.autograd().isTracing()
                && (!isTracing() || variable.autograd().depth() > depth());
        return deeper ? ((Variable) operand).autograd() : this;
    }

    /** {@return the operators, kernels and plans behind it} */
    public Cotangent cotangent() {
        return cotangent;
    }

    /** {@return what records the operations} */
    public Recorder recorder() {
        return recorder;
    }

    /** {@return the operators as functions of values} */
    public Ops ops() {
        return ops;
    }

    Formulas formulas() {
        return ops.f();
    }

    /** {@return whether variables have no elements, since a graph is being written} */
    public boolean isTracing() {
        return recorder instanceof Tracer;
    }

    /** {@return a variable over this tensor, which is shared} */
    public Variable tensor(Tensor tensor) {
        return variable(recorder.constant(tensor));
    }

    /** {@return a vector of float32} */
    public Variable tensor(double... values) {
        return tensor(Tensor.of(DType.FLOAT, values, values.length));
    }

    /** {@return a vector of int64} */
    public Variable tensor(long... values) {
        return tensor(Tensor.vector(values));
    }

    /** {@return a matrix of float32} */
    public Variable tensor(double[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        for (double[] row : rows) {
            if (row.length != columns) {
                throw new GraphException(
                        "the rows of a matrix must be of one length; one has " + columns + ", another " + row.length);
            }
        }
        double[] all = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        return tensor(Tensor.of(DType.FLOAT, all, rows.length, columns));
    }

    /** {@return a scalar of float32} */
    public Variable scalar(double value) {
        return tensor(Tensor.full(DType.FLOAT, value));
    }

    public Variable zeros(long... sizes) {
        return full(0, sizes);
    }

    public Variable ones(long... sizes) {
        return full(1, sizes);
    }

    /** {@return float32 of these sizes, the same number everywhere} */
    public Variable full(double value, long... sizes) {
        return tensor(Tensor.full(DType.FLOAT, value, sizes));
    }

    /** {@return the numbers 0 ... count - 1 as int64} */
    public Variable range(long count) {
        return variable(formulas().range(count));
    }

    /** {@return float32 drawn uniformly from [0, 1)} */
    public Variable rand(long... sizes) {
        return variable(formulas().op("RandomUniform", Attributes.of("shape", sizes)));
    }

    /** {@return float32 drawn from the standard normal distribution} */
    public Variable randn(long... sizes) {
        return variable(formulas().op("RandomNormal", Attributes.of("shape", sizes)));
    }

    /** Sets where random numbers begin. Without it they begin at seed 0. */
    public void seed(long seed) {
        if (recorder instanceof Eager eager) {
            eager.seed(seed);
        } else {
            throw new GraphException("a traced graph draws its random numbers when it runs: seed the session");
        }
    }

    /** {@return the variable of a value of this autograd's recorder} */
    public Variable variable(Value value) {
        return new Variable(this, value, null, null);
    }

    /** {@return the leaf that a parameter is in this computation} */
    public Variable variable(Parameter parameter) {
        if (outermost != null) {
            outermost.checkUse(parameter);
        }
        if (outer != null) {
            return variable(outer.variable(parameter).value());
        }
        Variable known = parameters.get(parameter);
        if (known == null || (known.leaf() != null) != parameter.requiresGrad()) {
            Leaf leaf = parameter.requiresGrad() ? parameter.leaf() : null;
            known = switch (recorder) {
                case Eager eager -> new Variable(this, eager.value(parameter.tensor()), leaf, null);
                case Tracer tracer -> {
                    Value value = known == null
                            ? tracer.builder().parameter(names.apply(parameter), parameter.tensor())
                            : known.value();
                    yield new Variable(this, value, leaf, value);
                }
            };
            parameters.put(parameter, known);
        }
        return known;
    }

    /** Registers the leaf that a value belongs to. */
    Value leaf(Value value, Leaf leaf) {
        Value result = recorder.requiresGrad(value) && recorder.origin(value) == null ? value : recorder.leaf(value);
        leaves.put(result, leaf);
        return result;
    }

    @Nullable
    Leaf leafOf(Value value) {
        return leaves.get(value);
    }

    /** {@return the result of a body whose operations are not recorded} */
    public <T> T noGrad(Supplier<T> body) {
        return recorder.recording(false, body);
    }

    /** Runs a body whose operations are not recorded, such as the update of parameters. */
    public void noGrad(Runnable body) {
        recorder.recording(false, () -> {
            body.run();
            return this;
        });
    }

    /** Runs a body whose operations are recorded, within one whose are not. */
    public <T> T enableGrad(Supplier<T> body) {
        return recorder.recording(true, body);
    }

    /**
     * {@return the gradients of a scalar with respect to these variables} The graph behind the output is freed: see
     * {@link #gradients} to keep it.
     */
    public List<Variable> grad(Variable output, Variable... inputs) {
        return gradients(output).of(inputs);
    }

    /** {@return gradients of the sum of these outputs, to be taken in a way of one's own} */
    public Gradients gradients(Variable... outputs) {
        return new Gradients(this, List.of(outputs));
    }

    /**
     * {@return what a part of the program computes} In a traced graph its nodes bear the name of the part.
     *
     * <p>The outermost part that runs answers for the parameters that are used within.
     */
    public <T> T part(Part part, Supplier<T> body) {
        Part before = outermost;
        outermost = before == null ? part : before;
        try {
            return recorder instanceof Tracer tracer ? tracer.within(names.apply(part), body) : body.get();
        } finally {
            outermost = before;
        }
    }

    /** {@return functions of functions} */
    public Functional functional() {
        return new Functional(this);
    }

    /** {@return the variables side by side along an axis that they have} */
    public Variable concat(int axis, Variable... parts) {
        return variable(formulas()
                .concat(axis, Arrays.stream(parts).map(Variable::value).toList()));
    }

    /** {@return the variables side by side along a new axis} */
    public Variable stack(int axis, Variable... parts) {
        return variable(formulas()
                .concat(
                        axis,
                        Arrays.stream(parts)
                                .map(part -> formulas().unsqueeze(part.value(), axis))
                                .toList()));
    }

    /** {@return where the condition holds an element of {@code x}, elsewhere one of {@code y}} All broadcast. */
    public Variable where(Variable condition, Operand x, Operand y) {
        return variable(formulas()
                .where(condition.value(), x.in(this).value(), y.in(this).value()));
    }

    /** {@return the first output of any ONNX operator} */
    public Variable op(String type, Attributes attributes, @Nullable Operand... inputs) {
        return call("", type, attributes, 1, inputs).getFirst();
    }

    /** {@return the first outputs of any operator} */
    public List<Variable> call(
            String domain, String type, Attributes attributes, int outputs, @Nullable Operand... inputs) {
        @Nullable Value[] values = new @Nullable Value[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            Operand input = inputs[i];
            values[i] = input == null ? null : input.in(this).value();
        }
        return formulas().call(domain, type, attributes, outputs, values).stream()
                .map(this::variable)
                .toList();
    }

    /**
     * {@return the value in the place of {@code old} with the elements of {@code source}}
     *
     * @param home the parameter of the graph that the value is held by after a run; null if there is none
     */
    Value overwrite(Value old, Value source, @Nullable Value home) {
        return switch (recorder) {
            case Eager eager -> eager.overwrite(old, source);
            case Tracer tracer -> {
                if (home != null) {
                    tracer.builder().update(home, tracer.here(source));
                }
                yield source;
            }
        };
    }

    /** {@return the value of a leaf, or one over the same memory if it was written meanwhile} */
    Value current(Value value) {
        return recorder instanceof Eager eager && eager.isStale(value) ? eager.refreshed(value) : value;
    }
}
