package org.cotangent.opencl.quant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.opencl.kernel.StridedSpace;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** MatMulInteger and QLinearMatMul: exact sums, some rows and columns for each work-item. */
final class IntegerProduct {
    private static final int ROWS = 4;

    private final Preparation call;
    private final boolean requantizes;
    private final Factor a;
    private final Factor b;
    private final Factor zeroA;
    private final Factor zeroB;
    private final Factor scaleA;
    private final Factor scaleB;
    private final long[] stack;

    private IntegerProduct(Preparation call) {
        this.call = call;
        requantizes = call.operator().id().type().equals("QLinearMatMul");
        long[] left = Factor.matrix(call.input(0).shape().sizes(), true);
        int second = requantizes ? 3 : 1;
        long[] right = Factor.matrix(call.input(second).shape().sizes(), false);
        int axes = Math.max(left.length, right.length) - 2;
        a = Factor.of(call.input(0), true, axes);
        b = Factor.of(call.input(second), false, axes);
        zeroA = Factor.of(find(2), false, axes);
        zeroB = Factor.of(find(requantizes ? 5 : 3), true, axes);
        scaleA = Factor.of(requantizes ? find(1) : null, false, axes);
        scaleB = Factor.of(requantizes ? find(4) : null, true, axes);
        stack = new long[axes];
        for (int i = 0; i < axes; i++) {
            int ofLeft = i - axes + left.length - 2;
            int ofRight = i - axes + right.length - 2;
            long size = ofLeft < 0 ? 1 : left[ofLeft];
            stack[i] = size == 1 && ofRight >= 0 ? right[ofRight] : size;
        }
    }

    private @Nullable TensorType find(int input) {
        return call.hasInput(input) ? call.input(input) : null;
    }

    static Proposal propose(Preparation call, DeviceFacts device) {
        IntegerProduct product = new IntegerProduct(call);
        if (product.zeroA.column() != 0
                || product.zeroB.row() != 0
                || product.scaleA.column() != 0
                || product.scaleB.row() != 0) {
            return Proposal.declined("scales or zero points that differ within a sum");
        }
        if (product.requantizes && (isNoNumber(call.input(6)) || isNoNumber(call.input(7)))) {
            return Proposal.declined("several scales of the result");
        }
        return Proposal.accepted("exact sums", () -> product.plan(device));
    }

    private static boolean isNoNumber(TensorType type) {
        return !type.shape().elements().is(1);
    }

    private KernelPlan plan(DeviceFacts device) {
        StridedSpace space = StridedSpace.of(
                stack, List.of(a.batch(), b.batch(), zeroA.batch(), zeroB.batch(), scaleA.batch(), scaleB.batch()));
        StridedSpace outer = withRow(space);
        int width = device.isCpu() ? 16 : 1;
        Source source = Source.resource(IntegerProduct.class, "integerproduct.cl")
                .define("STACK_PARAMETERS", outer.outerParameters())
                .define("STACK_STARTS", outer.rowStarts().replace('\n', ' '))
                .define("WIDTH", width)
                .define("ROWS", ROWS);
        List<Argument> arguments = new ArrayList<>();
        if (requantizes) {
            source = Codes.bounded(source, call.output(0).dtype())
                    .define("REQUANTIZE", 1)
                    .type("SA", call.input(1).dtype())
                    .type("SB", call.input(4).dtype())
                    .type("SY", call.input(6).dtype());
        }
        int second = requantizes ? 3 : 1;
        source = source.type("A", call.input(0).dtype())
                .type("B", call.input(second).dtype())
                .type("Y", call.output(0).dtype());
        arguments.add(Argument.input(0));
        arguments.add(Argument.input(second));
        for (int i = requantizes ? 1 : 2; i < (requantizes ? 8 : 4); i++) {
            if (i == 2 && call.hasInput(2)) {
                source = source.define("ZERO_A", 1);
            }
            if (i == (requantizes ? 5 : 3) && call.hasInput(i)) {
                source = source.define("ZERO_B", 1);
            }
            if (i != second && call.hasInput(i)) {
                arguments.add(Argument.input(i));
            }
        }
        arguments.add(Argument.output(0));
        int matrices = Math.toIntExact(Arrays.stream(stack).reduce(1, Math::multiplyExact));
        for (int value : new int[] {
            a.rows(), b.columns(), a.columns(), zeroA.row(), zeroB.column(), scaleA.row(), scaleB.column(), matrices
        }) {
            arguments.add(Argument.of(value));
        }
        arguments.addAll(outer.outerArguments());
        int group = device.isCpu() ? 1 : 64;
        Range range = new Range(Math.ceilDiv(b.columns(), width), Math.ceilDiv(a.rows(), ROWS), matrices, group, 1, 1);
        return KernelPlan.of(new Launch(source, "product", range, arguments, false));
    }

    /** All axes of the space are outer ones. */
    private static StridedSpace withRow(StridedSpace space) {
        List<Integer> sizes = new ArrayList<>(space.sizes());
        sizes.add(1);
        List<List<Integer>> strides = new ArrayList<>();
        for (List<Integer> operand : space.strides()) {
            List<Integer> longer = new ArrayList<>(operand);
            longer.add(0);
            strides.add(longer);
        }
        return new StridedSpace(sizes, strides);
    }
}
