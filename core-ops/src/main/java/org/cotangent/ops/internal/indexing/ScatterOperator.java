package org.cotangent.ops.internal.indexing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.cotangent.ops.internal.movement.Cells;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Strides;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/**
 * Inputs data, indices, updates: the data with updates combined into it where the indices point at.
 *
 * <p>Derivatives: with {@code reduction} none and add the output is linear in data and updates. With mul the derivative
 * is the product of all other factors, zeros included. With min and max it goes in equal shares to all that attain the
 * extremum.
 */
public abstract class ScatterOperator extends OnnxOperator {
    protected ScatterOperator(String type, Signature.Builder signature) {
        super(type, 18, signature.attribute("reduction", "none").build());
    }

    /** {@return data, indices, updates and output} */
    protected static Signature.Builder ports(TypeVariable indices) {
        return Signature.builder()
                .input("data", Types.basic("T"))
                .fixed("indices", indices)
                .input("updates", Types.basic("T"))
                .output("output", Types.basic("T"));
    }

    /** Throws a typed error unless the shapes fit. */
    protected abstract void check(Attributes attributes, Shape data, Shape indices, Shape updates);

    protected abstract IndexMap map(Attributes attributes, long[] data, long[] indices);

    /** {@return what the indices of the call point at in {@code x}, in the shape of the updates} */
    protected abstract Value gather(Formulas f, Point at, Value x);

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Combine.function(call.attributes().text("reduction"), call.dtype(0));
        check(call.attributes(), call.shape(0), call.shape(1), call.shape(2));
        return List.of(call.input(0));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(this::prepare);
    }

    private ScatterKernel prepare(Preparation call) {
        long[] data = call.input(0).shape().sizes();
        long[] indices = call.input(1).shape().sizes();
        return new ScatterKernel(call, map(call.attributes(), data, indices));
    }

    private Value scatter(Formulas f, Point at, Value data, Value updates, String reduction) {
        return f.op(id().type(), at.attributes().with("reduction", reduction), data, at.input(1), updates);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Rules(this::jvp, this::vjp);
    }

    private List<Tangent> jvp(Formulas f, Point at, List<Tangent> tangents) {
        Value data = valueOf(f, at.input(0), tangents.get(0));
        Value updates = valueOf(f, at.input(2), tangents.get(2));
        String reduction = at.attributes().text("reduction");
        if (reduction.equals("none") || reduction.equals("add")) {
            return List.of(Tangent.of(scatter(f, at, data, updates, reduction)));
        }
        Partials partials = partials(f, at, reduction);
        Value fromData = f.mul(data, partials.data().get());
        return List.of(Tangent.of(
                scatter(f, at, fromData, f.mul(updates, partials.updates().get()), "add")));
    }

    private static Value valueOf(Formulas f, Value like, Tangent tangent) {
        return tangent instanceof Tangent.Of(Value value) ? value : f.zerosLike(like);
    }

    private List<Tangent> vjp(Formulas f, Point at, List<Tangent> cotangents, Set<Integer> wanted) {
        List<Tangent> result = new ArrayList<>(List.of(Tangent.zero(), Tangent.none(), Tangent.zero()));
        if (!(cotangents.getFirst() instanceof Tangent.Of(Value cotangent))) {
            return result;
        }
        String reduction = at.attributes().text("reduction");
        boolean linear = reduction.equals("none") || reduction.equals("add");
        Partials partials = linear ? null : partials(f, at, reduction);
        if (wanted.contains(0)) {
            Value data =
                    reduction.equals("none") ? scatter(f, at, cotangent, f.zerosLike(at.input(2)), "none") : cotangent;
            result.set(
                    0,
                    Tangent.of(
                            partials == null
                                    ? data
                                    : f.mul(data, partials.data().get())));
        }
        if (wanted.contains(2)) {
            Value updates = gather(f, at, cotangent);
            result.set(
                    2,
                    Tangent.of(
                            partials == null
                                    ? updates
                                    : f.mul(updates, partials.updates().get())));
        }
        return result;
    }

    /** Data and updates without ties among them, so that min and max have derivatives. */
    protected static List<Tensor> untied(Draw draw, long[] data, long[] updates) {
        long count = Strides.product(data);
        Tensor all = draw.distinct(new long[] {count + Strides.product(updates)}, 0.25);
        Tensor first = Tensor.allocate(all.dtype(), data);
        Tensor second = Tensor.allocate(all.dtype(), updates);
        Cells cells = Cells.of(all.dtype());
        cells.copy(all, 0, first, 0, count);
        cells.copy(all, count, second, 0, second.elements());
        return List.of(first, second);
    }

    /** By what the tangents of data and of updates are multiplied before they are added up. */
    private record Partials(Supplier<Value> data, Supplier<Value> updates) {}

    private Partials partials(Formulas f, Point at, String reduction) {
        return reduction.equals("mul")
                ? new Partials(
                        () -> scatter(f, at, f.onesLike(at.input(0)), at.input(2), "mul"), () -> otherFactors(f, at))
                : shares(f, at);
    }

    /** The product of all other factors; a factor zero is left out of the product and counted instead. */
    private Value otherFactors(Formulas f, Point at) {
        Value updates = at.input(2);
        Value isZero = f.equal(updates, f.scalarLike(updates, 0));
        Value nonzero = f.where(isZero, f.scalarLike(updates, 1), updates);
        Value zero = f.cast(isZero, updates.dtype());
        Value zeros = scatter(f, at, f.zerosLike(at.input(0)), zero, "add");
        Value otherZeros = f.sub(gather(f, at, zeros), zero);
        Value product = gather(f, at, scatter(f, at, at.input(0), nonzero, "mul"));
        return f.where(f.equal(otherZeros, f.scalarLike(zero, 0)), f.div(product, nonzero), f.scalarLike(updates, 0));
    }

    /** One over the number of those that attain the extremum, for each of them; zero for the others. */
    private Partials shares(Formulas f, Point at) {
        DType dtype = at.dtype(0);
        Value data = f.cast(f.equal(at.input(0), at.output(0)), dtype);
        Value updates = f.cast(f.equal(at.input(2), gather(f, at, at.output(0))), dtype);
        Value count = scatter(f, at, data, updates, "add");
        return new Partials(() -> f.div(data, count), () -> f.div(updates, gather(f, at, count)));
    }

    /** {@return the convention where an update ties with the element that {@code indices} name} */
    protected static Domain.Kink shared(Tensor indices) {
        Tensor one = Tensor.vector(2.0);
        Tensor half = Tensor.vector(0.5);
        return Domain.Kink.of(Domain.Sample.of(Attributes.of("reduction", "max"), one, indices, one), half, null, half);
    }
}
