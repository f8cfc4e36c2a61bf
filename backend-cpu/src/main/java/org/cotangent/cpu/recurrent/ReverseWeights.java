package org.cotangent.cpu.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.cpu.primitive.GemmArithmetic;
import org.cotangent.spi.backend.Parallel;

/** The packed recurrence weights of one direction, by which cotangents go back in time; all parts share them. */
final class ReverseWeights {

    private final LayerShape shape;
    private final int direction;
    private final List<GateWeights> groups = new ArrayList<>();

    ReverseWeights(GemmArithmetic<float[]> arithmetic, LayerShape shape, int direction) {
        this.shape = shape;
        this.direction = direction;
        for (int gates : shape.kind().groups()) {
            groups.add(GateWeights.plain(arithmetic, shape.hidden(), gates));
        }
    }

    /** {@return the weights of a group of gates that are multiplied together} */
    GateWeights group(int group) {
        return groups.get(group);
    }

    /** Packs the part of R, at this address, that belongs to the direction. */
    void pack(Parallel parallel, long r) {
        long matrix = (long) Float.BYTES * shape.hidden() * shape.hidden();
        int gate = direction * shape.gates();
        for (int group = 0; group < groups.size(); group++) {
            groups.get(group).pack(parallel, r + gate * matrix);
            gate += shape.kind().groups().get(group);
        }
    }
}
