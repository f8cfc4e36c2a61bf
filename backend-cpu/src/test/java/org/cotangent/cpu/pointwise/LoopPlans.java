package org.cotangent.cpu.pointwise;

import java.util.Collections;
import org.cotangent.cpu.primitive.LoopPlan;

/** Plans for tests. */
final class LoopPlans {

    private LoopPlans() {}

    /** The plan of a float32 program with one result, all of whose inputs are dense. */
    static LoopPlan dense(Program program) {
        return LoopPlanner.whole(
                program, false, Collections.nCopies(program.inputs(), LoopPlan.Form.NUMBERS), new boolean[1]);
    }
}
