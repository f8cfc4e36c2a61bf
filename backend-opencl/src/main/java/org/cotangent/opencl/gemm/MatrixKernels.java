package org.cotangent.opencl.gemm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.gemm.Contraction.Role;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.StridedSpace;
import org.cotangent.spi.backend.InnerCall;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.tensor.AxisOrder;
import org.cotangent.spi.tensor.DType;
import org.jspecify.annotations.Nullable;

/** Kernels of MatMul, Gemm and FusedMatMul, also where factors and result stand in other orders of axes. */
public final class MatrixKernels implements OpenClKernels {
    private static final Set<String> OPERATORS = Set.of("MatMul", "Gemm", "org.cotangent::FusedMatMul");
    private static final Set<DType> TYPES = Set.of(
            DType.FLOAT,
            DType.DOUBLE,
            DType.FLOAT16,
            DType.BFLOAT16,
            DType.INT32,
            DType.INT64,
            DType.UINT32,
            DType.UINT64);

    @Override
    public String name() {
        return "matrix products";
    }

    @Override
    public Proposal propose(Preparation call, DeviceFacts device) {
        Forward.Composite composite = call.operator().forward() instanceof Forward.Composite c ? c : null;
        Preparation product = composite == null ? call : new InnerCall(call, composite);
        if (!OPERATORS.contains(product.operator().id().qualifiedName())) {
            return Proposal.unrelated();
        }
        String obstacle = obstacle(call, product, composite, device);
        return obstacle != null
                ? Proposal.declined(obstacle)
                : Proposal.accepted(
                        device.isCpu() ? "packed matrix product" : "tiled matrix product",
                        () -> plan(call, product, composite, device));
    }

    private static @Nullable String obstacle(
            Preparation call, Preparation product, Forward.@Nullable Composite composite, DeviceFacts device) {
        DType type = call.output(0).dtype();
        Attributes attributes = product.attributes();
        if (!TYPES.contains(type) || (type == DType.DOUBLE && !device.fp64())) {
            return "no products of " + type;
        }
        if (type.isInteger() && (attributes.real("alpha", 1) != 1 || attributes.real("beta", 1) != 1)) {
            return "whole numbers with factors that are none";
        }
        if (composite == null) {
            return null;
        }
        boolean vectors =
                product.input(0).shape().rank() < 2 || product.input(1).shape().rank() < 2;
        return vectors && !(composite.output().isNatural() && composite.epilogue() == null)
                ? "a product of vectors with an end"
                : Endings.obstacle(call, composite);
    }

    private static KernelPlan plan(
            Preparation call, Preparation product, Forward.@Nullable Composite composite, DeviceFacts device) {
        Attributes attributes = product.attributes();
        AxisOrder output =
                composite == null ? AxisOrder.natural() : composite.output().inverse();
        Strides a = factor(call, product, composite, 0, attributes.flag("transA"));
        Strides b = factor(call, product, composite, 1, attributes.flag("transB"));
        int rank = Math.max(a.rank(), b.rank());
        a = a.padded(rank);
        b = b.padded(rank);
        long[] result = a.sizes().clone();
        for (int axis = 0; axis < rank - 2; axis++) {
            result[axis] = a.sizes()[axis] == 1 ? b.sizes()[axis] : a.sizes()[axis];
        }
        result[rank - 1] = b.sizes()[rank - 1];
        long[] y = output.apply(StridedSpace.strides(output.inverse().apply(result)));
        long[] stored = output.inverse().apply(result);

        List<Factor> operands = new ArrayList<>();
        List<long[]> strides = new ArrayList<>();
        boolean summand = product.hasInput(2) && attributes.real("beta", 1) != 0;
        if (summand) {
            operands.add(new Factor(Argument.input(2), call.input(2).dtype()));
            strides.add(StridedSpace.strides(product.input(2).shape().sizes(), result));
        }
        for (int i = product.inputCount(); composite != null && i < call.inputCount(); i++) {
            operands.add(new Factor(Argument.input(i), call.input(i).dtype()));
            strides.add(output.apply(StridedSpace.strides(call.input(i).shape().sizes(), stored)));
        }
        Ending ending = new Ending(
                attributes.real("alpha", 1),
                attributes.real("beta", 1),
                summand,
                composite == null ? null : composite.epilogue(),
                operands);
        Contraction.Builder axes = new Contraction.Builder(operands.size());
        for (int axis = 0; axis < rank; axis++) {
            long[] along = new long[3 + operands.size()];
            along[0] = axis == rank - 1 ? 0 : a.moving(axis);
            along[1] = axis == rank - 2 ? 0 : b.moving(axis);
            along[2] = y[axis];
            for (int i = 0; i < operands.size(); i++) {
                along[3 + i] = strides.get(i)[axis];
            }
            axes.axis(role(axis, rank, a, b), result[axis], along);
        }
        axes.axis(Role.DEPTH, a.sizes()[rank - 1], a.strides()[rank - 1], b.strides()[rank - 2]);
        DType type = call.output(0).dtype();
        Contraction contraction = axes.build(
                new Factor(Argument.input(0), type),
                new Factor(Argument.input(1), type),
                new Factor(Argument.output(0), type),
                ending);
        ContractionPlan plan = new ContractionPlan(device);
        plan.add(contraction, call.constant(1) != null);
        return KernelPlan.of(plan.launches()).withScratch(plan.scratchBytes()).withKept(plan.keptBytes());
    }

    /** Axes of the batch that only one factor has make more rows or columns. */
    private static Role role(int axis, int rank, Strides a, Strides b) {
        if (axis >= rank - 2) {
            return axis == rank - 2 ? Role.ROW : Role.COLUMN;
        }
        return b.moving(axis) == 0 ? Role.ROW : a.moving(axis) == 0 ? Role.COLUMN : Role.BATCH;
    }

    private static Strides factor(
            Preparation call, Preparation product, Forward.@Nullable Composite composite, int i, boolean transposed) {
        long[] stored = call.input(i).shape().sizes();
        AxisOrder order =
                composite == null ? AxisOrder.natural() : composite.inputs().get(i);
        Strides strides = new Strides(product.input(i).shape().sizes(), order.apply(StridedSpace.strides(stored)));
        if (strides.rank() == 1) {
            long size = strides.sizes()[0];
            return i == 0
                    ? new Strides(new long[] {1, size}, new long[] {0, 1})
                    : new Strides(new long[] {size, 1}, new long[] {1, 0});
        }
        return transposed ? strides.transposed() : strides;
    }

    /** Sizes of axes, and the elements from one index to the next along each. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Strides(long[] sizes, long[] strides) {
        int rank() {
            return sizes.length;
        }

        /** The stride of an axis, 0 if it has one element. */
        long moving(int axis) {
            return sizes[axis] == 1 ? 0 : strides[axis];
        }

        Strides padded(int rank) {
            long[] wider = new long[rank];
            long[] steps = new long[rank];
            Arrays.fill(wider, 1);
            System.arraycopy(sizes, 0, wider, rank - rank(), rank());
            System.arraycopy(strides, 0, steps, rank - rank(), rank());
            return new Strides(wider, steps);
        }

        Strides transposed() {
            return new Strides(exchanged(sizes), exchanged(strides));
        }

        private static long[] exchanged(long[] values) {
            long[] exchanged = values.clone();
            exchanged[values.length - 1] = values[values.length - 2];
            exchanged[values.length - 2] = values[values.length - 1];
            return exchanged;
        }
    }
}
