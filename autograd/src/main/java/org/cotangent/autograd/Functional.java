package org.cotangent.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.engine.eager.Tape;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.tensor.Shape;

/**
 * Functions of functions of variables. What they give are functions of variables again: they can be nested, and their
 * results can be differentiated, also with respect to parameters that the function uses.
 */
public final class Functional {
    private final Autograd autograd;

    Functional(Autograd autograd) {
        this.autograd = autograd;
    }

    /**
     * What {@link #vjp} gives.
     *
     * @param pullback takes a cotangent {@code u} of the output to {@code J^T u}, as often as wanted
     */
    public record Pulled(Variable output, UnaryOperator<Variable> pullback) {}

    /** What {@link #jvp} gives: {@code f(x)} and {@code J v}. */
    public record Pushed(Variable output, Variable tangent) {}

    /** {@return the function {@code x -> gradient of f at x}; f gives a scalar} */
    public UnaryOperator<Variable> grad(UnaryOperator<Variable> f) {
        return x -> {
            Pulled pulled = vjp(f, x);
            Variable output = pulled.output();
            return pulled.pullback().apply(output.autograd().variable(output.one()));
        };
    }

    /** {@return {@code f(x)}, and its vector-Jacobian product} */
    public Pulled vjp(UnaryOperator<Variable> f, Variable x) {
        Variable point = point(x);
        Variable output = point.autograd().enableGrad(() -> f.apply(point));
        Autograd within = output.autograd();
        return new Pulled(output, cotangent -> {
            if (!output.requiresGrad()) {
                return zeros(point);
            }
            Gradients gradients = within.gradients(output).cotangents(cotangent).allowUnused();
            return (within.recorder().isRecording() ? gradients.createGraph() : gradients.retainGraph())
                    .of(point)
                    .getFirst();
        });
    }

    /** {@return {@code f(x)}, and its Jacobian-vector product with a tangent of {@code x}} */
    public Pushed jvp(UnaryOperator<Variable> f, Variable x, Variable tangent) {
        if (!x.shape().equals(tangent.shape())) {
            throw new ShapeException("a tangent " + tangent.type() + " does not fit the input " + x.type());
        }
        Variable point = point(x);
        Variable output = point.autograd().enableGrad(() -> f.apply(point));
        Autograd within = output.autograd();
        Map<Value, Tangent> tangents = new HashMap<>();
        tangents.put(point.value(), Tangent.of(tangent.value()));
        if (output.requiresGrad()) {
            Tape.behind(within.recorder(), List.of(output.value())).push(within.formulas(), tangents);
        }
        Tangent pushed = tangents.getOrDefault(output.value(), Tangent.zero());
        return new Pushed(output, pushed instanceof Tangent.Of(Value value) ? within.variable(value) : zeros(output));
    }

    private static Variable zeros(Variable like) {
        return like.autograd().variable(like.autograd().formulas().zerosLike(like.value()));
    }

    /** What gradients are taken with respect to: connected to {@code x} where gradients are required of that, too. */
    private static Variable point(Variable x) {
        Autograd within = x.autograd();
        boolean connected = x.requiresGrad() && within.recorder().isRecording();
        return connected
                ? within.variable(within.formulas().op("Identity", x.value()))
                : x.detach().requireGrad();
    }

    /** {@return the derivatives of each element of {@code f(x)} with respect to each of {@code x}, [out..., in...]} */
    public Variable jacobian(UnaryOperator<Variable> f, Variable x) {
        Pulled pulled = vjp(f, x);
        Shape out = pulled.output().shape();
        long rows = out.elements().size();
        List<Variable> gradients = new ArrayList<>();
        for (long i = 0; i < rows; i++) {
            Variable unit =
                    autograd.tensor(i).oneHot(rows, pulled.output().dtype()).reshape(out.sizes());
            gradients.add(pulled.pullback().apply(unit));
        }
        long[] sizes = concat(out.sizes(), x.shape().sizes());
        return rows == 0
                ? zeros(x).expand(sizes)
                : x.autograd().stack(0, gradients.toArray(Variable[]::new)).reshape(sizes);
    }

    private static long[] concat(long[] first, long[] second) {
        long[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /** {@return the second derivatives of a scalar {@code f} at {@code x}, [in..., in...]} */
    public Variable hessian(UnaryOperator<Variable> f, Variable x) {
        return x.autograd().enableGrad(() -> jacobian(grad(f), x));
    }

    /**
     * {@return the function of whole batches that does to each element of the first axis what {@code f} does}
     *
     * <p>Where the operators of {@code f} have a form for batches they are called once, else once for each element.
     * {@code f} must not draw random numbers, and cannot decide on elements.
     */
    public UnaryOperator<Variable> vmap(UnaryOperator<Variable> f) {
        return x -> new Batching(x.autograd()).apply(xs -> f.apply(xs.getFirst()), List.of(x));
    }

    /** {@return the same for a function of two variables, which both have the first axis} */
    public BinaryOperator<Variable> vmap(BinaryOperator<Variable> f) {
        return (x, y) -> new Batching(x.autograd().joined(y)).apply(xs -> f.apply(xs.get(0), xs.get(1)), List.of(x, y));
    }

    /**
     * {@return {@code f(x)}, of which only the inputs are kept: what was computed in between is computed again when
     * gradients go back}
     *
     * <p>Random numbers are the same both times. A function that is being traced is written down as it is.
     */
    public Variable checkpoint(UnaryOperator<Variable> f, Variable x) {
        return Recomputation.of(x.autograd(), f, x);
    }

    /** {@return the function as a planned session, made for each combination of input sizes at the first call} */
    public Compiled compile(UnaryOperator<Variable> f) {
        return compileAll(xs -> List.of(f.apply(xs.getFirst())));
    }

    /** {@return the function of two variables as a planned session} */
    public Compiled compile(BinaryOperator<Variable> f) {
        return compileAll(xs -> List.of(f.apply(xs.get(0), xs.get(1))));
    }

    /** {@return a function of any number of variables as a planned session} */
    public Compiled compileAll(UnaryOperator<List<Variable>> f) {
        return new Compiled(autograd, f);
    }
}
