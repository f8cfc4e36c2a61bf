package org.cotangent.testkit.law;

import org.cotangent.spi.CotangentException;
import org.cotangent.spi.graph.CallTypes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;

/** Whether an operator takes a call. */
public final class Legality {
    private Legality() {}

    /** {@return whether the call passes the checks of the signature and of inference} */
    public static boolean accepts(Operator operator, Domain.Sample sample) {
        try {
            var attributes = new CallTypes(operator, operator.id().type()).resolve(sample.attributes());
            return new KernelCall(operator, attributes, sample.inputs(), sample.outputs()).outputCount()
                    == sample.outputs();
        } catch (CotangentException e) {
            return false;
        }
    }
}
