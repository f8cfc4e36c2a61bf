package org.cotangent.cpu.vector;

import static org.cotangent.cpu.vector.FloatMath.ONE;
import static org.cotangent.cpu.vector.FloatMath.ZERO;
import static org.cotangent.cpu.vector.Lanes.FLOATS;
import static org.cotangent.cpu.vector.Lanes.VECTOR_BYTES;
import static org.cotangent.cpu.vector.Lanes.loadPart;
import static org.cotangent.cpu.vector.Lanes.storePart;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.cotangent.cpu.primitive.RecurrentLoops;

/** Steps back in time by vectors. */
final class VectorRecurrentLoops implements RecurrentLoops {

    private static VectorMask<Float> there(int bytes) {
        return FLOATS.indexInRange(0, bytes / Float.BYTES);
    }

    @Override
    public void cell(long trace, long next, int n) {
        int size = n * Float.BYTES;
        for (int j = 0; j < size; j += VECTOR_BYTES) {
            VectorMask<Float> there = there(size - j);
            FloatVector kept = loadPart(trace + 2L * size + j, there).mul(loadPart(trace + 5L * size + j, there));
            FloatVector added = loadPart(trace + j, there).mul(loadPart(trace + 3L * size + j, there));
            storePart(kept.add(added), next + j, there);
        }
    }

    @Override
    public void shown(long output, long shown, long dh, long dc, long sum, int n) {
        int size = n * Float.BYTES;
        for (int j = 0; j < size; j += VECTOR_BYTES) {
            VectorMask<Float> there = there(size - j);
            FloatVector gate = loadPart(output + j, there);
            FloatVector shows = loadPart(shown + j, there);
            FloatVector through = loadPart(dh + j, there).mul(gate);
            storePart(through.mul(shows).mul(ONE.sub(gate)), sum + j, there);
            storePart(through.mul(ONE.sub(shows.mul(shows))).add(loadPart(dc + j, there)), dc + j, there);
            storePart(ZERO, dh + j, there);
        }
    }

    @Override
    public void kept(long trace, long dc, long sums, int n) {
        int size = n * Float.BYTES;
        for (int j = 0; j < size; j += VECTOR_BYTES) {
            VectorMask<Float> there = there(size - j);
            FloatVector u = loadPart(dc + j, there);
            FloatVector in = loadPart(trace + j, there);
            FloatVector added = u.mul(in);
            FloatVector candidate = loadPart(trace + 3L * size + j, there);
            storePart(added.mul(candidate).mul(ONE.sub(in)), sums + j, there);
            storePart(added.mul(ONE.sub(candidate.mul(candidate))), sums + 3L * size + j, there);
            FloatVector forget = loadPart(trace + 2L * size + j, there);
            FloatVector through = u.mul(forget);
            FloatVector before = loadPart(trace + 5L * size + j, there);
            storePart(through.mul(before).mul(ONE.sub(forget)), sums + 2L * size + j, there);
            storePart(through, dc + j, there);
        }
    }

    @Override
    public void peep(long dc, long peephole, long sum, int n) {
        int size = n * Float.BYTES;
        for (int j = 0; j < size; j += VECTOR_BYTES) {
            VectorMask<Float> there = there(size - j);
            FloatVector seen = loadPart(peephole + j, there).mul(loadPart(sum + j, there));
            storePart(loadPart(dc + j, there).add(seen), dc + j, there);
        }
    }

    @Override
    public void gru(long trace, long dh, long sums, int n) {
        int size = n * Float.BYTES;
        for (int j = 0; j < size; j += VECTOR_BYTES) {
            VectorMask<Float> there = there(size - j);
            FloatVector update = loadPart(trace + j, there);
            FloatVector candidate = loadPart(trace + 2L * size + j, there);
            FloatVector before = loadPart(trace + 3L * size + j, there);
            FloatVector u = loadPart(dh + j, there);
            FloatVector rest = ONE.sub(update);
            storePart(u.mul(before.sub(candidate)).mul(update).mul(rest), sums + j, there);
            storePart(u.mul(rest).mul(ONE.sub(candidate.mul(candidate))), sums + 2L * size + j, there);
            storePart(u.mul(update), dh + j, there);
        }
    }

    @Override
    public void reset(long r, long factor, long dp, long sum, long dFactor, int n) {
        int size = n * Float.BYTES;
        for (int j = 0; j < size; j += VECTOR_BYTES) {
            VectorMask<Float> there = there(size - j);
            FloatVector gate = loadPart(r + j, there);
            FloatVector through = loadPart(dp + j, there).mul(gate);
            storePart(through.mul(loadPart(factor + j, there)).mul(ONE.sub(gate)), sum + j, there);
            storePart(through, dFactor + j, there);
        }
    }

    @Override
    public void rnn(long h, long dh, long sum, int n) {
        int size = n * Float.BYTES;
        for (int j = 0; j < size; j += VECTOR_BYTES) {
            VectorMask<Float> there = there(size - j);
            FloatVector shown = loadPart(h + j, there);
            storePart(loadPart(dh + j, there).mul(ONE.sub(shown.mul(shown))), sum + j, there);
            storePart(ZERO, dh + j, there);
        }
    }
}
