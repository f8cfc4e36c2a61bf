package org.cotangent.ops.internal.training;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * One step of an optimiser on any number of tensors.
 *
 * <p>Inputs are the learning rate {@code R}, the number {@code T} of steps that were made, the tensors {@code X}, their
 * gradients {@code G}, and one tensor of state for each X for every kind of state. Outputs are the new X and the new
 * states, in this order. A step may be differentiated; it is made of elementwise operators.
 */
public abstract class OptimizerOperator extends OnnxOperator {
    private static final int FIRST = 2;

    private final int states;

    /** @param states how many kinds of state there are */
    protected OptimizerOperator(String type, int states, Signature.Builder attributes) {
        super(new OperatorId("ai.onnx.preview.training", type, 1), ports(attributes));
        this.states = states;
    }

    private static Signature ports(Signature.Builder attributes) {
        TypeVariable tensors = TypeVariable.of("T3", DType.FLOAT, DType.DOUBLE).in(TypeVariable.Kind.ANY);
        return attributes
                .input("R", TypeVariable.of("T1", DType.FLOAT, DType.DOUBLE))
                .input("T", Types.int64("T2"))
                .variadic("inputs", tensors)
                .variadicOutput("outputs", tensors)
                .build();
    }

    /**
     * What a step starts from.
     *
     * @param rate the learning rate, a float64 scalar
     * @param count the number of steps made, a float64 scalar
     * @param gradient that of the loss and of {@code norm_coefficient / 2 * |x|^2}
     */
    protected record Step(
            Formulas f, Attributes attributes, Value rate, Value count, Value x, Value gradient, List<Value> states) {
        /** {@return an attribute} */
        public double real(String name) {
            return attributes.real(name);
        }

        /** {@return the scalar in the element type of the tensors} */
        public Value like(Value scalar) {
            return f.cast(scalar, x.dtype());
        }

        /** {@return {@code factor * a + summand}} */
        public Value scaledSum(double factor, Value a, Value summand) {
            return f.add(f.mul(a, factor), summand);
        }
    }

    /** {@return the new tensor and its new states} */
    protected abstract List<Value> step(Step step);

    /** {@return attributes for tests} */
    protected abstract Attributes sample(Draw draw);

    private int tensors(int inputs) {
        int groups = states + 2;
        if (inputs <= FIRST || (inputs - FIRST) % groups != 0) {
            throw new GraphException("has " + inputs + " inputs; after R and T come groups of " + groups
                    + ": tensors, gradients and states");
        }
        return (inputs - FIRST) / groups;
    }

    @Override
    public final List<? extends ValueType> infer(Inference call) {
        int n = tensors(call.inputCount());
        if (call.outputCount() > n * (states + 1)) {
            throw new GraphException(
                    "has " + call.outputCount() + " outputs; " + n + " tensors have " + n * (states + 1));
        }
        List<TensorType> types = new ArrayList<>();
        for (int i = 0; i < n * (states + 2); i++) {
            TensorType x = call.input(FIRST + i % n);
            TensorType other = call.input(FIRST + i);
            if (x.dtype() != DType.FLOAT && x.dtype() != DType.DOUBLE) {
                throw new TypeException("input " + (FIRST + i % n) + " is " + x + "; tensors are FLOAT or DOUBLE");
            }
            if (x.dtype() != other.dtype() || (x.isStatic() && other.isStatic() && !x.equals(other))) {
                throw new ShapeException("input " + (FIRST + i) + " is " + other + ", but its tensor is " + x);
            }
            if (i < n * (states + 1)) {
                types.add(x);
            }
        }
        return types;
    }

    @Override
    public final Forward forward() {
        return new Forward.Expansion(this::expand);
    }

    private List<Value> expand(Formulas f, Call call) {
        int n = tensors(call.inputs().size());
        Attributes attributes = call.attributes();
        Value rate = f.reshape(f.cast(call.input(0), DType.DOUBLE));
        Value count = f.reshape(f.cast(call.input(1), DType.DOUBLE));
        List<List<Value>> results = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Value x = call.input(FIRST + i);
            Value loss = call.input(FIRST + n + i);
            float decay = attributes.real("norm_coefficient");
            Value gradient = decay == 0 ? loss : f.add(f.mul(x, decay), loss);
            List<Value> state = new ArrayList<>();
            for (int k = 0; k < states; k++) {
                state.add(call.input(FIRST + (k + 2) * n + i));
            }
            results.add(step(new Step(f, attributes, rate, count, x, gradient, state)));
        }
        List<Value> outputs = new ArrayList<>();
        for (int k = 0; k <= states; k++) {
            for (List<Value> result : results) {
                outputs.add(result.get(k));
            }
        }
        return outputs.subList(0, call.outputCount());
    }

    @Override
    public final Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public final Domain domain() {
        return Domain.of(draw -> {
            int n = draw.integer(1, 2);
            List<@Nullable Tensor> inputs = new ArrayList<>();
            inputs.add(Tensor.scalar(draw.pick(0.1, 0.5)));
            inputs.add(Tensor.scalar((long) draw.integer(0, 3)));
            List<long[]> shapes = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                shapes.add(draw.shape(0, 3));
            }
            for (int i = 0; i < n * (states + 2); i++) {
                inputs.add(draw.tensor(shapes.get(i % n), 0.5, 2));
            }
            return new Domain.Sample(sample(draw), inputs, n * (states + 1));
        });
    }
}
