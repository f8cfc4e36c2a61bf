package org.cotangent.cpu.scalar;

import static org.cotangent.cpu.primitive.NativeMemory.getFloat;
import static org.cotangent.cpu.primitive.NativeMemory.setFloat;

import org.cotangent.cpu.primitive.ChannelWindowLoops;

/** Windows of neighbouring channels in plain Java. */
public final class ScalarChannelWindowLoops implements ChannelWindowLoops {

    @Override
    public void maximum(long y, long yStep, long x, long step, int n, int channels, long[] offsets) {
        for (int j = 0; j < n; j++) {
            for (long c = 0; c < 4L * channels; c += 4) {
                int tap = largest(x + j * step + c, offsets);
                float value = tap < 0 ? Float.NEGATIVE_INFINITY : getFloat(x + j * step + c + offsets[tap]);
                setFloat(y + j * yStep + c, value);
            }
        }
    }

    @Override
    public void gather(long y, long yStep, long x, long v, long step, int n, int channels, long[] offsets) {
        for (int j = 0; j < n; j++) {
            for (long c = 0; c < 4L * channels; c += 4) {
                int tap = largest(x + j * step + c, offsets);
                setFloat(y + j * yStep + c, tap < 0 ? 0 : getFloat(v + j * step + c + offsets[tap]));
            }
        }
    }

    @Override
    public void scatter(
            long y, long yStep, long x, long target, long step, int n, int channels, long[] offsets, boolean adds) {
        for (int j = 0; j < n; j++) {
            for (long c = 0; c < 4L * channels; c += 4) {
                int tap = largest(x + j * step + c, offsets);
                for (int t = 0; t < offsets.length; t++) {
                    long place = target + j * step + c + offsets[t];
                    float value = t == tap ? getFloat(y + j * yStep + c) : 0;
                    if (!adds) {
                        setFloat(place, value);
                    } else if (t == tap) {
                        setFloat(place, getFloat(place) + value);
                    }
                }
            }
        }
    }

    /** -1 if there are no taps. */
    private static int largest(long x, long[] offsets) {
        int best = -1;
        float greatest = Float.NEGATIVE_INFINITY;
        for (int t = 0; t < offsets.length; t++) {
            float value = getFloat(x + offsets[t]);
            if (best < 0 || value > greatest || (Float.isNaN(value) && !Float.isNaN(greatest))) {
                greatest = value;
                best = t;
            }
        }
        return best;
    }
}
