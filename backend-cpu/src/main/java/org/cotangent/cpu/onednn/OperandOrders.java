package org.cotangent.cpu.onednn;

import java.util.List;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.tensor.AxisOrder;

/**
 * How the operands of a call stand in memory: what a kernel means by an operand is the order applied to what stands
 * there.
 *
 * @param inputs an order for each input; those behind the last stand naturally
 * @param output the order of the only output
 */
record OperandOrders(List<AxisOrder> inputs, AxisOrder output) {
    static OperandOrders natural() {
        return new OperandOrders(List.of(), AxisOrder.natural());
    }

    static OperandOrders of(Forward.Composite composite) {
        return new OperandOrders(composite.inputs(), composite.output().inverse());
    }

    AxisOrder input(int i) {
        return i < inputs.size() ? inputs.get(i) : AxisOrder.natural();
    }

    /** Refuses to go on if the operands from input {@code i} on do not stand naturally. */
    void requireNaturalFrom(int i) {
        for (int k = i; k < inputs.size(); k++) {
            Refusal.unless(inputs.get(k).isNatural(), "input " + k + " stands in another order of axes");
        }
    }
}
