package org.cotangent.ops.internal.reduce;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Planned;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Sample;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** A reduction of ONNX: {@code data}, optional {@code axes}, {@code keepdims}, {@code noop_with_empty_axes}. */
public abstract class ReduceOperator extends OnnxOperator {
    private final Forward forward;

    protected ReduceOperator(String type, int since, Set<DType> allowed, Forward forward) {
        super(type, since, ports(TypeVariable.of("T", allowed)));
        this.forward = forward;
    }

    private static Signature ports(TypeVariable t) {
        return Signature.builder()
                .input("data", t)
                .optionalFixed("axes", Types.int64("tensor(int64)"))
                .output("reduced", t)
                .attribute("keepdims", 1)
                .attribute("noop_with_empty_axes", 0)
                .build();
    }

    /** {@return floating types and integers of 32 and 64 bits} */
    protected static Set<DType> wide() {
        Set<DType> types = EnumSet.copyOf(DType.floating());
        types.addAll(EnumSet.of(DType.INT32, DType.INT64, DType.UINT32, DType.UINT64));
        return types;
    }

    /** {@return {@link #wide}, the integers of 8 bits, and bool} */
    protected static Set<DType> ordered() {
        Set<DType> types = wide();
        types.addAll(EnumSet.of(DType.INT8, DType.UINT8, DType.BOOL));
        return types;
    }

    @Override
    public final List<TensorType> infer(Inference call) {
        Shape shape = ReductionAxes.reduce(call);
        List<Dim> elements = call.integers(0);
        boolean whole = shape.isStatic() && shape.elements().is(1) && call.dtype(0) == DType.INT64;
        Dim result = elements == null || !whole ? null : ofSizes(elements);
        if (result != null) {
            call.known(0, List.of(result));
        }
        return List.of(call.input(0).with(shape));
    }

    /** {@return the reduction of sizes, if it is a size that can be told} */
    protected @Nullable Dim ofSizes(List<Dim> sizes) {
        return null;
    }

    @Override
    public final Forward forward() {
        return forward;
    }

    /** {@return a reduction in one pass} */
    protected static Forward kernel(Reduction reduction) {
        return new Forward.HostKernel(call -> prepare(reduction, call));
    }

    /** {@return a reduction in one pass that is {@code last} of the sum of {@code first} of the elements} */
    protected static Forward kernel(
            Reduction reduction, BiFunction<Formulas, Value, Value> first, BiFunction<Formulas, Value, Value> last) {
        return new Forward.HostKernel(call -> prepare(reduction, call), (f, call) -> {
            DType dtype = call.dtype(0);
            Value x = f.cast(call.input(0), dtype == DType.DOUBLE || dtype.isInteger() ? DType.DOUBLE : DType.FLOAT);
            Value axes = call.has(1) ? call.input(1) : null;
            Value sum = f.op("ReduceSum", call.attributes(), first.apply(f, x), axes);
            return List.of(f.cast(last.apply(f, sum), dtype));
        });
    }

    /** {@return the kernel of a reduction over the axes of a call} */
    protected static Kernel prepare(Reduction reduction, Preparation call) {
        return Planned.of(call, elements -> prepare(reduction, call, elements.apply(1)), 1);
    }

    private static Kernel prepare(Reduction reduction, Preparation call, @Nullable Tensor axes) {
        TensorType data = call.input(0);
        boolean[] flags = ReductionAxes.flags(data.shape(), axes == null ? null : axes.toLongs(), call.attributes());
        return new ReductionKernel(reduction, data.dtype(), data.shape().sizes(), flags, call.parallel());
    }

    @Override
    public final Domain domain() {
        return Domain.of(draw -> {
                    long[] shape = draw.shape(0, 4);
                    Attributes attributes = Attributes.of("keepdims", draw.integer(0, 1));
                    if (draw.chance(0.2)) {
                        return Sample.of(
                                attributes.with("noop_with_empty_axes", draw.integer(0, 1)), data(draw, shape));
                    }
                    long[] axes = Arrays.stream(draw.axes(shape.length))
                            .mapToLong(axis -> draw.chance(0.5) ? axis : axis - shape.length)
                            .toArray();
                    return Sample.of(attributes, data(draw, shape), Tensor.vector(axes));
                })
                .withKinks(kinks());
    }

    /** {@return the conventions where there is no derivative} */
    protected Domain.Kink[] kinks() {
        return new Domain.Kink[0];
    }

    /** {@return elements for tests, away from points of no derivative} */
    protected Tensor data(Draw draw, long[] shape) {
        return draw.tensor(shape, -2, 2);
    }
}
