package acme.audio;

import org.cotangent.spi.op.Operator;
import org.cotangent.testkit.OperatorContract;

/** With {@code -Dcotangent.testkit.devices=opencl} the kernel in OpenCL C is held to the laws, too. */
class LeakyIntegratorTest extends OperatorContract {
    @Override
    protected Operator operator() {
        return new LeakyIntegrator();
    }
}
