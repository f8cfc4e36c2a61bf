package org.cotangent.cpu.scalar;

import static org.cotangent.cpu.primitive.NativeMemory.getFloat;
import static org.cotangent.cpu.primitive.NativeMemory.setFloat;

import org.cotangent.cpu.primitive.RecurrentLoops;

/** Steps back in time in plain Java, computed in float64 and rounded once. */
public final class ScalarRecurrentLoops implements RecurrentLoops {

    @Override
    public void cell(long trace, long next, int n) {
        long row = 4L * n;
        for (long j = 0; j < row; j += 4) {
            double kept = (double) getFloat(trace + 2 * row + j) * getFloat(trace + 5 * row + j);
            setFloat(next + j, (float) (kept + (double) getFloat(trace + j) * getFloat(trace + 3 * row + j)));
        }
    }

    @Override
    public void shown(long output, long shown, long dh, long dc, long sum, int n) {
        for (long j = 0; j < 4L * n; j += 4) {
            double gate = getFloat(output + j);
            double shows = getFloat(shown + j);
            double through = getFloat(dh + j) * gate;
            setFloat(sum + j, (float) (through * shows * (1 - gate)));
            setFloat(dc + j, (float) (getFloat(dc + j) + through * (1 - shows * shows)));
            setFloat(dh + j, 0);
        }
    }

    @Override
    public void kept(long trace, long dc, long sums, int n) {
        long row = 4L * n;
        for (long j = 0; j < row; j += 4) {
            double in = getFloat(trace + j);
            double forget = getFloat(trace + 2 * row + j);
            double candidate = getFloat(trace + 3 * row + j);
            double before = getFloat(trace + 5 * row + j);
            double u = getFloat(dc + j);
            setFloat(sums + j, (float) (u * in * candidate * (1 - in)));
            setFloat(sums + 2 * row + j, (float) (u * forget * before * (1 - forget)));
            setFloat(sums + 3 * row + j, (float) (u * in * (1 - candidate * candidate)));
            setFloat(dc + j, (float) (u * forget));
        }
    }

    @Override
    public void peep(long dc, long peephole, long sum, int n) {
        for (long j = 0; j < 4L * n; j += 4) {
            setFloat(dc + j, (float) (getFloat(dc + j) + (double) getFloat(peephole + j) * getFloat(sum + j)));
        }
    }

    @Override
    public void gru(long trace, long dh, long sums, int n) {
        long row = 4L * n;
        for (long j = 0; j < row; j += 4) {
            double update = getFloat(trace + j);
            double candidate = getFloat(trace + 2 * row + j);
            double before = getFloat(trace + 3 * row + j);
            double u = getFloat(dh + j);
            setFloat(sums + j, (float) (u * (before - candidate) * update * (1 - update)));
            setFloat(sums + 2 * row + j, (float) (u * (1 - update) * (1 - candidate * candidate)));
            setFloat(dh + j, (float) (u * update));
        }
    }

    @Override
    public void reset(long r, long factor, long dp, long sum, long dFactor, int n) {
        for (long j = 0; j < 4L * n; j += 4) {
            double gate = getFloat(r + j);
            double u = getFloat(dp + j);
            setFloat(sum + j, (float) (u * getFloat(factor + j) * gate * (1 - gate)));
            setFloat(dFactor + j, (float) (u * gate));
        }
    }

    @Override
    public void rnn(long h, long dh, long sum, int n) {
        for (long j = 0; j < 4L * n; j += 4) {
            double shown = getFloat(h + j);
            setFloat(sum + j, (float) (getFloat(dh + j) * (1 - shown * shown)));
            setFloat(dh + j, 0);
        }
    }
}
