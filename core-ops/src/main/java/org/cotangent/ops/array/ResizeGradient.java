package org.cotangent.ops.array;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.cotangent.ops.internal.resize.ResizeGeometry;
import org.cotangent.ops.internal.resize.ResizeKernel;
import org.cotangent.ops.internal.resize.ResizeSamples;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Planned;
import org.cotangent.ops.internal.support.ShapeInputs;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * The transpose of {@link Resize} in its first input: from the shape of its output to that of its input, which
 * {@code shape} holds. The other inputs and the attributes are those of the Resize.
 */
public final class ResizeGradient extends OnnxOperator {
    public ResizeGradient() {
        super(new OperatorId(OperatorId.COTANGENT, "ResizeGradient", 1), signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable type = TypeVariable.of("T1", DType.floating());
        return Resize.attributes(Signature.builder()
                        .input("dY", type)
                        .fixed("shape", Types.int64("I"))
                        .optionalFixed("roi", TypeVariable.of("T2", DType.FLOAT16, DType.FLOAT, DType.DOUBLE))
                        .optionalFixed("scales", TypeVariable.of("S", DType.FLOAT))
                        .optionalFixed("sizes", Types.int64("I"))
                        .output("dX", type))
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        List<Dim> sizes = call.integers(1);
        Shape shape = sizes == null ? ShapeInputs.fresh(call, call.shape(0).rank()) : Shape.of(sizes);
        if (shape.rank() != call.shape(0).rank()) {
            throw new ShapeException("shape " + shape + " must have the rank of dY " + call.shape(0));
        }
        return List.of(call.input(0).with(shape));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(
                call -> Planned.of(call, elements -> plan(call, elements), 1, 2, 3, 4), ResizeGradient::expand);
    }

    /** A product with a constant matrix for each axis, where everything but {@code dY} is constant. */
    private static List<Value> expand(Formulas f, Call call) {
        ResizeGeometry geometry = ResizeGeometry.of(
                call.attributes(),
                Objects.requireNonNull(constant(f, call, 1)).toLongs(),
                constant(f, call, 2),
                constant(f, call, 3),
                constant(f, call, 4));
        Value y = call.input(0);
        int last = y.shape().rank() - 1;
        for (int axis = 0; axis <= last; axis++) {
            Tensor matrix = geometry.matrix(axis);
            if (matrix != null) {
                Value product = f.matmul(f.moveAxis(y, axis, last), f.constant(matrix.converted(y.dtype())));
                y = f.moveAxis(product, last, axis);
            }
        }
        return List.of(y.equals(call.input(0)) ? f.op("Identity", y) : y);
    }

    private static @Nullable Tensor constant(Formulas f, Call call, int i) {
        Tensor tensor = call.has(i) ? f.emitter().constantOf(call.input(i)) : null;
        if (tensor == null && call.has(i)) {
            throw new UnsupportedException("shapes, scales and sizes of a resize that are computed when the graph runs"
                    + " have no expansion: specialise the graph first");
        }
        return tensor;
    }

    private static Kernel plan(Preparation call, IntFunction<@Nullable Tensor> elements) {
        TensorType result = call.output(0);
        ResizeGeometry geometry = ResizeGeometry.of(
                call.attributes(), result.shape().sizes(), elements.apply(2), elements.apply(3), elements.apply(4));
        if (!Shape.of(geometry.to()).equals(call.input(0).shape())) {
            throw new ShapeException("dY must be of shape " + Shape.of(geometry.to()) + " to be brought back to "
                    + result.shape() + ", not " + call.input(0).shape());
        }
        return ResizeKernel.transposed(geometry, result.dtype(), call.parallel());
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear(ResizeGradient::back);
    }

    private static Value back(Formulas f, Point at, int k, List<Value> cotangents) {
        List<@Nullable Value> inputs = new ArrayList<>(at.inputs());
        inputs.remove(1);
        inputs.set(0, cotangents.getFirst());
        return f.op("Resize", at.attributes().with("extrapolation_value", 0f), inputs.toArray(new @Nullable Value[0]));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            ResizeSamples sample = ResizeSamples.of(draw);
            ResizeGeometry geometry = ResizeGeometry.of(
                    signature().resolve(sample.attributes()),
                    sample.sizes(),
                    sample.roi(),
                    sample.scales(),
                    sample.wanted());
            return Domain.Sample.of(
                    sample.attributes(),
                    draw.tensor(geometry.to(), -2, 2),
                    Tensor.vector(sample.sizes()),
                    sample.roi(),
                    sample.scales(),
                    sample.wanted());
        });
    }
}
