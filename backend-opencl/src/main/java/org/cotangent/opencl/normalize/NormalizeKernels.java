package org.cotangent.opencl.normalize;

import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.reduce.Elements;
import org.cotangent.spi.backend.Preparation;

/** Kernels of normalisations and their gradients. */
public final class NormalizeKernels implements OpenClKernels {
    @Override
    public String name() {
        return "normalize";
    }

    @Override
    public Proposal propose(Preparation call, DeviceFacts device) {
        String operator = call.operator().id().qualifiedName();
        Proposal proposal = switch (operator) {
            case "Softmax", "LogSoftmax" -> AlongAxis.softmax(call, device, operator.equals("LogSoftmax"));
            case "org.cotangent::SoftmaxGradient" -> AlongAxis.softmaxGradient(call, device, false);
            case "org.cotangent::LogSoftmaxGradient" -> AlongAxis.softmaxGradient(call, device, true);
            case "LpNormalization" -> AlongAxis.lpNormalization(call, device);
            case "LayerNormalization" -> RowNormalization.ofLayers(call, device, true);
            case "RMSNormalization" -> RowNormalization.ofLayers(call, device, false);
            case "InstanceNormalization" -> RowNormalization.ofChannels(call, device, 1);
            case "GroupNormalization" -> RowNormalization.ofGroups(call, device);
            case "org.cotangent::StandardizationGradient" -> StandardizationGradient.propose(call, device);
            case "BatchNormalization" -> ChannelNormalization.batch(call, device);
            case "MeanVarianceNormalization" -> ChannelNormalization.meanVariance(call, device);
            case "LRN" -> NeighbourNormalization.propose(call, device);
            default -> Proposal.unrelated();
        };
        String obstacle = proposal instanceof Proposal.Accepted ? Elements.obstacle(call, device) : null;
        return obstacle == null ? proposal : Proposal.declined(obstacle);
    }
}
