package org.cotangent.ops.internal.numbers;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/** What Cast and CastLike share. */
public final class Casting {
    private Casting() {}

    private static Set<DType> types() {
        Set<DType> types = DType.all();
        types.removeAll(EnumSet.of(DType.COMPLEX64, DType.COMPLEX128));
        return types;
    }

    /** {@return a type variable for any type but the complex ones} */
    public static TypeVariable any(String name) {
        return TypeVariable.of(name, types());
    }

    /** {@return these inputs, with the output and how narrow floats are rounded} */
    public static Signature signature(Signature.Builder inputs) {
        return inputs.output("output", any("T2"))
                .attribute("saturate", 1)
                .attribute("round_mode", "up")
                .build();
    }

    /** {@return the type of input 0 with other elements} */
    public static List<TensorType> infer(Inference call, DType to) {
        if (!types().contains(to)) {
            throw new AttributeException("elements cannot be cast to " + to);
        }
        String mode = call.attributes().text("round_mode");
        if (!Set.of("up", "down", "nearest").contains(mode)) {
            throw new AttributeException("round_mode must be up, down or nearest, not '" + mode + "'");
        }
        List<Dim> elements = call.integers(0);
        if (elements != null && (to == DType.INT64 || to == DType.INT32)) {
            call.known(0, elements);
        }
        return List.of(call.input(0).with(to));
    }

    /** {@return the kernel of a call that converts input 0 to the type of output 0} */
    public static Kernel kernel(Preparation call) {
        DType from = call.input(0).dtype();
        DType to = call.output(0).dtype();
        if (from == to) {
            return io -> io.output(0).copyFrom(io.input(0));
        }
        return isExact(from, to)
                ? new CastKernel<>(
                        longSource(from, to), longSink(from, to), call.parallel(), () -> new long[CastKernel.BLOCK])
                : new CastKernel<>(
                        realSource(from, call.attributes()),
                        realSink(from, to, call.attributes()),
                        call.parallel(),
                        () -> new double[CastKernel.BLOCK]);
    }

    /** {@return the elements in another type} */
    public static Tensor converted(Tensor from, DType to) {
        int n = Math.toIntExact(from.elements());
        Tensor result = Tensor.allocate(to, from.sizes());
        if (from.dtype() == to) {
            result.copyFrom(from);
        } else if (isExact(from.dtype(), to)) {
            long[] values = new long[n];
            longSource(from.dtype(), to).read(from, 0, values, 0, n);
            longSink(from.dtype(), to).write(values, 0, result, 0, n);
        } else {
            double[] values = new double[n];
            realSource(from.dtype(), saturating()).read(from, 0, values, 0, n);
            realSink(from.dtype(), to, saturating()).write(values, 0, result, 0, n);
        }
        return result;
    }

    /** Whether the elements of both types are whole numbers, or such as text. */
    private static boolean isExact(DType from, DType to) {
        return (isWhole(from) || from == DType.STRING) && (isWhole(to) || to == DType.STRING);
    }

    private static boolean isWhole(DType dtype) {
        return dtype.isInteger() || dtype == DType.BOOL;
    }

    private static CastKernel.Source<long[]> longSource(DType from, DType to) {
        return from == DType.STRING ? new Numerals(to)::read : Numbers::read;
    }

    private static CastKernel.Sink<long[]> longSink(DType from, DType to) {
        return to == DType.STRING ? new Numerals(from)::write : Numbers::write;
    }

    /** {@return how numbers of any type are read} */
    public static CastKernel.Source<double[]> reader(DType dtype) {
        return realSource(dtype, saturating());
    }

    /** {@return how numbers of any type are written; what is too large for a narrow float becomes the largest} */
    public static CastKernel.Sink<double[]> writer(DType dtype) {
        return realSink(dtype, dtype, saturating());
    }

    private static Attributes saturating() {
        return Attributes.of("saturate", 1).with("round_mode", "up");
    }

    private static CastKernel.Source<double[]> realSource(DType from, Attributes attributes) {
        return switch (from.kind()) {
            case TEXT -> new Numerals(DType.DOUBLE)::read;
            case MINIFLOAT -> Minifloat.of(from, attributes)::read;
            default -> Numbers::read;
        };
    }

    private static CastKernel.Sink<double[]> realSink(DType from, DType to, Attributes attributes) {
        return switch (to.kind()) {
            case TEXT -> new Numerals(from)::write;
            case MINIFLOAT -> Minifloat.of(to, attributes)::write;
            default -> Numbers::write;
        };
    }

    /** {@return that of the identity, rounded back to the type of input 0} */
    public static Derivative derivative() {
        return Derivative.linear((f, at, k, cotangents) -> f.cast(cotangents.getFirst(), at.dtype(0)));
    }
}
