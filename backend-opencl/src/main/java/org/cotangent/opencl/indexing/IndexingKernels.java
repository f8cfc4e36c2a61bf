package org.cotangent.opencl.indexing;

import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.spi.backend.Preparation;

/**
 * Kernels for Gather, GatherElements, GatherND, ArrayFeatureExtractor, ScatterElements, ScatterND, WeightedScatter,
 * TensorScatter and OneHot.
 *
 * <p>Where several updates meet, they are combined in their order, so that results are those of portable kernels. A
 * kernel on a device cannot report an index that is out of range: in place of what it names there is NaN, or 0 for
 * elements that are no floats, and an update that it belongs to is left out. Calls whose indices are known and out of
 * range are declined, so that the host reports them.
 */
public final class IndexingKernels implements OpenClKernels {
    @Override
    public String name() {
        return "indexing";
    }

    @Override
    public Proposal propose(Preparation call, DeviceFacts device) {
        return switch (call.operator().id().qualifiedName()) {
            case "Gather", "GatherND", "ai.onnx.ml::ArrayFeatureExtractor" -> SliceGathering.propose(call, device);
            case "GatherElements" -> ElementGathering.propose(call, device);
            case "ScatterElements" -> LineScattering.propose(call, device);
            case "ScatterND", "org.cotangent::WeightedScatter" -> SliceScattering.propose(call, device);
            case "TensorScatter" -> CacheWriting.propose(call, device);
            case "OneHot" -> OneHotMaking.propose(call, device);
            default -> Proposal.unrelated();
        };
    }
}
