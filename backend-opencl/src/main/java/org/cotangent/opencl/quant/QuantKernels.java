package org.cotangent.opencl.quant;

import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.ElementType;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** Kernels that quantise and dequantise, and those for products and convolutions of eight bit integers. */
public final class QuantKernels implements OpenClKernels {
    @Override
    public String name() {
        return "quant";
    }

    @Override
    public Proposal propose(Preparation call, DeviceFacts device) {
        String type = call.operator().id().type();
        return switch (type) {
            case "QuantizeLinear",
                    "DequantizeLinear",
                    "FakeQuantize",
                    "DynamicQuantizeLinear",
                    "MatMulInteger",
                    "QLinearMatMul",
                    "ConvInteger",
                    "QLinearConv" -> {
                String obstacle = obstacle(call, device);
                yield obstacle == null ? propose(type, call, device) : Proposal.declined(obstacle);
            }
            default -> Proposal.unrelated();
        };
    }

    private static Proposal propose(String type, Preparation call, DeviceFacts device) {
        return switch (type) {
            case "DynamicQuantizeLinear" ->
                Proposal.accepted("range, then codes", () -> DynamicQuantization.plan(call, device));
            case "MatMulInteger", "QLinearMatMul" -> IntegerProduct.propose(call, device);
            case "ConvInteger", "QLinearConv" -> IntegerConvolution.propose(call);
            default -> Quantization.propose(call, device);
        };
    }

    private static @Nullable String obstacle(Preparation call, DeviceFacts device) {
        for (int i = 0; i < call.inputCount(); i++) {
            TensorType type = call.findInput(i);
            if (type != null && !computes(type.dtype(), device)) {
                return "the device has no elements of " + type.dtype();
            }
        }
        return computes(call.output(0).dtype(), device)
                ? null
                : "the device has no elements of " + call.output(0).dtype();
    }

    private static boolean computes(DType type, DeviceFacts device) {
        return ElementType.supports(type) && (type != DType.DOUBLE || device.fp64());
    }
}
