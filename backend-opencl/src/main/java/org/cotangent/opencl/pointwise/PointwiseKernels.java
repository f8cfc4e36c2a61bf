package org.cotangent.opencl.pointwise;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.ElementType;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Kernels for every operator whose forward maps are scalar expressions, fused ones included. */
public final class PointwiseKernels implements OpenClKernels {
    @Override
    public String name() {
        return "pointwise";
    }

    @Override
    public Proposal propose(Preparation call, DeviceFacts device) {
        if (!(call.operator().forward() instanceof Forward.Pointwise pointwise)) {
            return Proposal.unrelated();
        }
        List<DType> inputs = new ArrayList<>();
        int count = Signature.given(call.inputCount(), call::hasInput);
        for (int i = 0; i < count; i++) {
            if (!call.hasInput(i)) {
                return Proposal.declined("input " + i + " is absent, but not the last");
            }
            inputs.add(call.input(i).dtype());
        }
        List<DType> outputs = new ArrayList<>();
        for (int i = 0; i < pointwise.expressions().size(); i++) {
            if (!call.hasOutput(i)) {
                return Proposal.declined("output " + i + " is not asked for");
            }
            outputs.add(call.output(i).dtype());
        }
        for (DType type :
                List.of(inputs, outputs).stream().flatMap(List::stream).toList()) {
            if (!ElementType.supports(type) || (type == DType.DOUBLE && !device.fp64())) {
                return Proposal.declined("the device has no elements of " + type);
            }
        }
        if (!pointwise.covers(inputs)) {
            return Proposal.declined("the expression does not cover inputs of " + inputs);
        }
        DType dtype = computingType(inputs);
        List<Scalar> expressions = pointwise.of(call.attributes(), dtype, count).stream()
                .map(expression -> withConstantExponent(expression, call))
                .toList();
        if (!expressions.stream().allMatch(expression -> Expressions.supports(expression, dtype))) {
            return Proposal.declined("the expression has a function of Java");
        }
        return Proposal.accepted("pointwise, generated", () -> plan(call, device, inputs, outputs, expressions));
    }

    private static KernelPlan plan(
            Preparation call, DeviceFacts device, List<DType> inputs, List<DType> outputs, List<Scalar> expressions) {
        List<long[]> sizes = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            sizes.add(call.input(i).shape().sizes());
        }
        PointwiseProgram program = new PointwiseProgram(inputs, outputs, expressions, computingType(inputs));
        return KernelPlan.of(program.launch(call.output(0).shape().sizes(), sizes, device.groupSize()))
                .overwriting((input, output) ->
                        input < inputs.size() && call.input(input).equals(call.output(output)));
    }

    /** The type in which one computes: that of the first input that is not bool, if any. */
    private static DType computingType(List<DType> types) {
        return types.stream().filter(type -> type != DType.BOOL).findFirst().orElse(DType.BOOL);
    }

    /** Puts the value of a constant exponent into the expression. */
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
