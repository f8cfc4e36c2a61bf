package org.cotangent.cpu.onednn;

import java.util.List;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.tensor.AxisOrder;

/**
 * How the operands of a call stand in memory, and what is done to its result: what a kernel means by an operand is the
 * order applied to what stands there.
 *
 * @param inputs an order for each input; those behind the last stand naturally
 * @param output the order of the only output
 * @param epilogue what is done to the result before it is stored
 */
record CallForm(List<AxisOrder> inputs, AxisOrder output, Epilogue epilogue) {
    static CallForm natural() {
        return new CallForm(List.of(), AxisOrder.natural(), Epilogue.none());
    }

    /**
     * Returns the form of the call within a composite.
     *
     * @throws Refusal if oneDNN knows no functions that are its epilogue
     */
    static CallForm of(Preparation call, Forward.Composite composite) {
        return new CallForm(composite.inputs(), composite.output().inverse(), Epilogue.of(call, composite));
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
