package org.cotangent.ops.array;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.cotangent.ops.internal.resize.ResizeGeometry;
import org.cotangent.ops.internal.resize.ResizeKernel;
import org.cotangent.ops.internal.resize.ResizeSamples;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Planned;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * Samples the tensor on a finer or coarser grid, each axis by itself, with nearest, linear or cubic interpolation; ONNX
 * Resize, version 19.
 *
 * <p>Integers are computed in float64, truncated and saturated. The map is linear but for {@code extrapolation_value};
 * roi, scales and sizes have no derivative.
 */
public final class Resize extends OnnxOperator {
    public Resize() {
        super("Resize", 19, signatureOf());
    }

    private static Signature signatureOf() {
        return attributes(Signature.builder()
                        .input("X", Types.basic("T1"))
                        .optionalFixed("roi", TypeVariable.of("T2", DType.FLOAT16, DType.FLOAT, DType.DOUBLE))
                        .optionalFixed("scales", TypeVariable.of("S", DType.FLOAT))
                        .optionalFixed("sizes", Types.int64("I"))
                        .output("Y", Types.basic("T1")))
                .build();
    }

    /** Adds the attributes that Resize and its transpose have. */
    static Signature.Builder attributes(Signature.Builder builder) {
        return builder.attribute("antialias", 0)
                .optionalIntegers("axes")
                .attribute("coordinate_transformation_mode", "half_pixel")
                .attribute("cubic_coeff_a", -0.75f)
                .attribute("exclude_outside", 0)
                .attribute("extrapolation_value", 0f)
                .attribute("keep_aspect_ratio_policy", "stretch")
                .attribute("mode", "nearest")
                .attribute("nearest_mode", "round_prefer_floor");
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape data = call.shape(0);
        checkMode(call.attributes().text("mode"), call.dtype(0));
        Tensor scales = call.constant(2);
        Tensor sizes = call.constant(3);
        boolean known = (sizes != null && sizes.elements() > 0) || (scales != null && scales.elements() > 0);
        if (known && data.isStatic()) {
            Tensor roi = call.has(1) && call.constant(1) == null ? null : call.constant(1);
            long[] to = ResizeGeometry.of(call.attributes(), data.sizes(), roi, scales, sizes)
                    .to();
            return List.of(call.input(0).with(Shape.of(to)));
        }
        int[] axes = ResizeGeometry.axes(call.attributes(), data);
        List<Dim> dims = new ArrayList<>(data.dims());
        List<Dim> wanted = call.has(3) ? call.integers(3) : null;
        boolean stretch = call.attributes().text("keep_aspect_ratio_policy").equals("stretch");
        for (int i = 0; i < axes.length; i++) {
            Dim size = wanted != null && wanted.size() == axes.length && stretch
                    ? wanted.get(i)
                    : scaled(data.dim(axes[i]), scales, i);
            dims.set(axes[i], size == null ? call.fresh("resized") : size);
        }
        return List.of(call.input(0).with(Shape.of(dims)));
    }

    private static void checkMode(String mode, DType dtype) {
        switch (mode) {
            case "nearest" -> {}
            case "linear", "cubic" -> {
                if (!dtype.isFloating() && !dtype.isInteger()) {
                    throw new TypeException(
                            "elements of " + dtype + " cannot be interpolated; mode nearest can be used");
                }
            }
            default -> throw new AttributeException("mode '" + mode + "' is none of nearest, linear and cubic");
        }
    }

    private static @Nullable Dim scaled(Dim size, @Nullable Tensor scales, int i) {
        if (scales == null || i >= scales.elements()) {
            return null;
        }
        double scale = scales.getDouble(i);
        if (scale == Math.rint(scale)) {
            return size.times((long) scale);
        }
        return 1 / scale == Math.rint(1 / scale) ? size.floorDiv(Dim.of((long) (1 / scale))) : null;
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(call -> Planned.of(call, elements -> plan(call, elements), 1, 2, 3));
    }

    private static Kernel plan(Preparation call, IntFunction<@Nullable Tensor> elements) {
        ResizeGeometry geometry = ResizeGeometry.of(
                call.attributes(),
                call.input(0).shape().sizes(),
                elements.apply(1),
                elements.apply(2),
                elements.apply(3));
        return ResizeKernel.forward(geometry, call.input(0).dtype(), call.parallel());
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Rules(Resize::jvp, Resize::vjp);
    }

    private static List<Tangent> jvp(Formulas f, Point at, List<Tangent> tangents) {
        if (!(tangents.getFirst() instanceof Tangent.Of(Value tangent))) {
            return List.of(Tangent.zero());
        }
        @Nullable Value[] inputs = at.inputs().toArray(new @Nullable Value[0]);
        inputs[0] = tangent;
        return List.of(Tangent.of(f.op("Resize", at.attributes().with("extrapolation_value", 0f), inputs)));
    }

    private static List<Tangent> vjp(Formulas f, Point at, List<Tangent> cotangents, Set<Integer> wanted) {
        List<Tangent> result = new ArrayList<>(Collections.nCopies(at.inputs().size(), Tangent.none()));
        result.set(0, Tangent.zero());
        if (wanted.contains(0) && cotangents.getFirst() instanceof Tangent.Of(Value cotangent)) {
            List<@Nullable Value> inputs = new ArrayList<>(at.inputs());
            inputs.set(0, cotangent);
            inputs.add(1, f.shapeOf(at.input(0)));
            result.set(0, Tangent.of(f.own("ResizeGradient", at.attributes(), inputs.toArray(new @Nullable Value[0]))));
        }
        return result;
    }

    /** Cubic interpolation of these stays positive, so that all integer types hold the result. */
    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            ResizeSamples sample = ResizeSamples.of(draw);
            Tensor data = draw.tensor(sample.sizes(), 0.9, 1.6);
            return Domain.Sample.of(sample.attributes(), data, sample.roi(), sample.scales(), sample.wanted());
        });
    }
}
