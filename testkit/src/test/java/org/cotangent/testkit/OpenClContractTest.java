package org.cotangent.testkit;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.cotangent.opencl.OpenClBackend;
import org.cotangent.spi.backend.Backend;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The backend of OpenCL devices keeps what every backend promises.
 *
 * <p>With {@code -Dcotangent.profile=full} in all element types; the quick profile takes one call of each operator in
 * float32, because every kernel has to be compiled.
 */
@Isolated
class OpenClContractTest extends BackendContract {
    /**
     * Wrong so far: convolutions without elements ask for scratch memory of no bytes, and FusedMatMul multiplies
     * integers by its factor as an integer.
     */
    private static final Set<String> WRONG =
            Set.of("ConvTranspose", "ConvInputGradient", "ConvWeightGradient", "FusedMatMul");

    @Override
    protected String backend() {
        return OpenClBackend.NAME;
    }

    @Override
    protected boolean isRequired() {
        return Boolean.getBoolean("cotangent.opencl.required");
    }

    @Override
    protected int tries() {
        return Profile.chosen() == Profile.QUICK ? 1 : super.tries();
    }

    @Override
    protected List<DType> dtypes() {
        return Profile.chosen() == Profile.QUICK ? List.of(DType.FLOAT) : super.dtypes();
    }

    @Override
    protected boolean isTested(Operator operator) {
        return !WRONG.contains(operator.id().type());
    }

    @Override
    protected OptionalLong memory(Backend backend) {
        return OptionalLong.of(((OpenClBackend) backend).device().pool().allocated());
    }
}
