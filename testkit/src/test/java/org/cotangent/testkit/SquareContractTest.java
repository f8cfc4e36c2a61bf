package org.cotangent.testkit;

import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Operator;
import org.cotangent.testkit.example.TestOperator;

/** The contract as somebody uses it for an operator that is not registered. */
class SquareContractTest extends OperatorContract {
    @Override
    protected Operator operator() {
        return TestOperator.square(new Derivative.Elementwise((f, at, k) -> f.mul(at.input(0), 2)));
    }
}
