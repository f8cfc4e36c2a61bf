package acme.audio;

import org.cotangent.spi.op.Operator;
import org.cotangent.testkit.OperatorContract;

class SnakeTest extends OperatorContract {
    @Override
    protected Operator operator() {
        return new Snake();
    }
}
