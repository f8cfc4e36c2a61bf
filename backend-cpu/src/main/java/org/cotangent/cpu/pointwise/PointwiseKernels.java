package org.cotangent.cpu.pointwise;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.cpu.CpuBackend;
import org.cotangent.cpu.primitive.BlockMath;
import org.cotangent.cpu.primitive.LoopPlan;
import org.cotangent.cpu.primitive.PrimitiveSelection;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/** Kernels for every operator whose forward maps are scalar expressions, fused ones included. */
public final class PointwiseKernels implements KernelProvider {

    private final Primitives primitives;
    private final LoopCache loops;

    /** Uses the best loops of this virtual machine. */
    public PointwiseKernels() {
        this(PrimitiveSelection.select());
    }

    PointwiseKernels(Primitives primitives) {
        this(primitives, LoopCache.patient(primitives.loops()));
    }

    PointwiseKernels(Primitives primitives, LoopCache loops) {
        this.primitives = primitives;
        this.loops = loops;
    }

    @Override
    public String backend() {
        return CpuBackend.NAME;
    }

    @Override
    public String name() {
        return "pointwise";
    }

    @Override
    public Offer offer(Preparation call) {
        if (!(call.operator().forward() instanceof Forward.Pointwise pointwise)) {
            return Offer.declined("not a scalar expression");
        }
        for (int i = 0; i < pointwise.expressions().size(); i++) {
            if (!call.hasOutput(i)) {
                return Offer.declined("output " + i + " is not asked for");
            }
            if (!isSupported(call.output(i))) {
                return Offer.declined("no elements of " + call.output(i) + " in blocks");
            }
        }
        List<DType> types = new ArrayList<>();
        int inputs = Signature.given(call.inputCount(), call::hasInput);
        for (int i = 0; i < inputs; i++) {
            if (!call.hasInput(i)) {
                return Offer.declined("input " + i + " is absent, but not the last");
            }
            if (!isSupported(call.input(i))) {
                return Offer.declined("no elements of " + call.input(i) + " in blocks");
            }
            types.add(call.input(i).dtype());
        }
        if (!pointwise.covers(types)) {
            return Offer.declined("the expression does not cover inputs of " + types);
        }
        return new Offer.Accepted(
                Offer.NATIVE, "pointwise, " + primitives.description(), () -> prepare(call, pointwise));
    }

    private static boolean isSupported(TensorType type) {
        return BlockConversion.supports(type.dtype()) && type.shape().isStatic();
    }

    private Kernel prepare(Preparation call, Forward.Pointwise pointwise) {
        int inputs = Signature.given(call.inputCount(), call::hasInput);
        DType[] types = new DType[inputs];
        long[][] sizes = new long[inputs][];
        for (int i = 0; i < inputs; i++) {
            types[i] = call.input(i).dtype();
            sizes[i] = call.input(i).shape().sizes();
        }
        DType dtype = computingType(types);
        NumberDomain domain = NumberDomain.of(dtype);
        List<Scalar> expressions = pointwise.of(call.attributes(), dtype, inputs).stream()
                .map(expression -> withConstantExponent(expression, call))
                .toList();
        DType[] outputs = new DType[expressions.size()];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = call.output(i).dtype();
        }
        Program program = ProgramBuilder.build(expressions, inputs);
        BroadcastSpace space = new BroadcastSpace(call.output(0).shape().sizes(), sizes);
        BlockMath math = domain.math(primitives, dtype);
        boolean looped = domain != NumberDomain.INT64 && loops.isWorthwhile(space.rows() * space.row());
        LoopPlan plan = looped ? LoopKernel.plan(program, loops.compiler(), space, types, domain, outputs) : null;
        Program running = looped && plan == null ? Loops.in(program, domain == NumberDomain.FLOAT64, loops) : program;
        Kernel blocks = new PointwiseKernel(program, running, math, space, types, domain, outputs, call.parallel());
        return plan == null
                ? blocks
                : new LoopKernel(loops.loop(plan), blocks, space, types, outputs, program.cost(), call.parallel());
    }

    /** The type in which one computes: that of the first input that is not bool, if any. */
    private static DType computingType(DType[] types) {
        for (DType type : types) {
            if (type != DType.BOOL) {
                return type;
            }
        }
        return DType.BOOL;
    }

    /** Puts the value of a constant exponent into the expression: powers with small whole ones are products. */
    private static Scalar withConstantExponent(Scalar scalar, Preparation call) {
        if (scalar instanceof Scalar.Binary(var f, Scalar x, Scalar.Input(int index)) && f == BinaryFunction.POW) {
            Tensor exponent = call.constant(index);
            if (exponent != null && exponent.elements() == 1) {
                return new Scalar.Binary(f, x, Scalar.constant(exponent.getDouble(0)));
            }
        }
        return scalar;
    }
}
