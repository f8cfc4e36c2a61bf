package org.cotangent.testkit;

import java.util.List;
import org.cotangent.spi.tensor.DType;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The backend of the host's processors keeps what every backend promises.
 *
 * <p>With {@code -Dcotangent.profile=full} in all element types; the quick profile takes one call of each operator in
 * two, because {@link RegisteredOperatorsTest} looks at kernels of this backend in all of them.
 */
@Isolated
class CpuContractTest extends BackendContract {
    @Override
    protected String backend() {
        return "cpu";
    }

    @Override
    protected int tries() {
        return Profile.chosen() == Profile.QUICK ? 1 : super.tries();
    }

    @Override
    protected List<DType> dtypes() {
        return Profile.chosen() == Profile.QUICK ? List.of(DType.FLOAT, DType.INT64) : super.dtypes();
    }
}
