package org.cotangent.cpu.scalar;

import static org.cotangent.cpu.primitive.NativeMemory.getFloat;
import static org.cotangent.cpu.primitive.NativeMemory.setFloat;

import org.cotangent.cpu.primitive.Combination;
import org.cotangent.cpu.primitive.FloatRows;

/** Rows in plain Java, computed in float64 and rounded once. */
public final class ScalarFloatRows implements FloatRows {

    @Override
    public double combine(Combination c, long x, long n) {
        double result = c.neutral();
        for (long i = 0; i < n; i++) {
            result = c.join(result, c.map(getFloat(x + 4 * i)));
        }
        return result;
    }

    @Override
    public void combineInto(Combination c, long target, long x, int n) {
        for (long i = 0; i < n; i++) {
            setFloat(target + 4 * i, (float) c.join(getFloat(target + 4 * i), c.map(getFloat(x + 4 * i))));
        }
    }

    @Override
    public void set(long y, double a, int n) {
        float value = (float) a;
        for (long i = 0; i < n; i++) {
            setFloat(y + 4 * i, value);
        }
    }

    @Override
    public void addScaled(long y, double a, long x, int n) {
        for (long i = 0; i < n; i++) {
            setFloat(y + 4 * i, (float) (getFloat(y + 4 * i) + (double) (float) a * getFloat(x + 4 * i)));
        }
    }

    @Override
    public void addConstant(long y, double a, int n) {
        for (long i = 0; i < n; i++) {
            setFloat(y + 4 * i, getFloat(y + 4 * i) + (float) a);
        }
    }

    @Override
    public void scale(long y, float a, long x, int n) {
        for (long i = 0; i < n; i++) {
            setFloat(y + 4 * i, a * getFloat(x + 4 * i));
        }
    }

    @Override
    public void divide(long y, long x, int n) {
        for (long i = 0; i < n; i++) {
            setFloat(y + 4 * i, getFloat(y + 4 * i) / getFloat(x + 4 * i));
        }
    }

    @Override
    public void shift(long y, float a, long x, int n) {
        for (long i = 0; i < n; i++) {
            setFloat(y + 4 * i, getFloat(x + 4 * i) - a);
        }
    }

    @Override
    public double expShifted(long y, float a, long x, int n) {
        double sum = 0;
        for (long i = 0; i < n; i++) {
            float exp = (float) Math.exp(getFloat(x + 4 * i) - a);
            setFloat(y + 4 * i, exp);
            sum += exp;
        }
        return sum;
    }

    @Override
    public double sumOfExpShifted(float a, long x, int n) {
        double sum = 0;
        for (long i = 0; i < n; i++) {
            sum += Math.exp(getFloat(x + 4 * i) - a);
        }
        return sum;
    }

    @Override
    public double sumOfSquaresAround(float a, long x, int n) {
        double sum = 0;
        for (long i = 0; i < n; i++) {
            double distance = getFloat(x + 4 * i) - a;
            sum += distance * distance;
        }
        return sum;
    }

    @Override
    public void standardize(long y, float shift, float factor, long x, long scale, long bias, int n) {
        for (long i = 0; i < n; i++) {
            float scaled = (getFloat(x + 4 * i) - shift) * factor * getFloat(scale + 4 * i);
            setFloat(y + 4 * i, bias == 0 ? scaled : scaled + getFloat(bias + 4 * i));
        }
    }

    @Override
    public void standardize(long y, float shift, float factor, float bias, long x, int n) {
        for (long i = 0; i < n; i++) {
            setFloat(y + 4 * i, (getFloat(x + 4 * i) - shift) * factor + bias);
        }
    }

    @Override
    public void multiply(long y, long x, long a, int n) {
        for (long i = 0; i < n; i++) {
            setFloat(y + 4 * i, getFloat(x + 4 * i) * getFloat(a + 4 * i));
        }
    }

    @Override
    public void subtract(long y, long x, long a, int n) {
        for (long i = 0; i < n; i++) {
            setFloat(y + 4 * i, getFloat(x + 4 * i) - getFloat(a + 4 * i));
        }
    }

    @Override
    public void addExpShifted(long y, long x, long a, long sum, int n) {
        for (long i = 0; i < n; i++) {
            float exp = (float) Math.exp(getFloat(x + 4 * i) - getFloat(a + 4 * i));
            setFloat(y + 4 * i, exp);
            setFloat(sum + 4 * i, getFloat(sum + 4 * i) + exp);
        }
    }

    @Override
    public double dot(long x, long a, int n) {
        double sum = 0;
        for (long i = 0; i < n; i++) {
            sum += (double) getFloat(x + 4 * i) * getFloat(a + 4 * i);
        }
        return sum;
    }

    @Override
    public void multiplyShifted(long y, long x, float b, long a, int n) {
        for (long i = 0; i < n; i++) {
            setFloat(y + 4 * i, getFloat(x + 4 * i) * (getFloat(a + 4 * i) - b));
        }
    }

    @Override
    public void subtractExpScaled(long y, long x, float a, long z, int n) {
        for (long i = 0; i < n; i++) {
            setFloat(y + 4 * i, getFloat(x + 4 * i) - a * (float) Math.exp(getFloat(z + 4 * i)));
        }
    }

    @Override
    public void weightedSums(long sums, float shift, long x, long a, long b, int n) {
        double sum = 0;
        double along = 0;
        for (long i = 0; i < n; i++) {
            double product = (double) getFloat(a + 4 * i) * getFloat(b + 4 * i);
            sum += product;
            along += product * (getFloat(x + 4 * i) - shift);
        }
        setFloat(sums, (float) sum);
        setFloat(sums + 4, (float) along);
    }

    @Override
    public void addStandardized(long sum, float shift, float factor, long x, long a, int n) {
        for (long i = 0; i < n; i++) {
            float standard = (getFloat(x + 4 * i) - shift) * factor;
            setFloat(sum + 4 * i, getFloat(sum + 4 * i) + standard * getFloat(a + 4 * i));
        }
    }

    @Override
    public void pullStandardized(
            long y, float shift, float factor, float average, float along, long x, long a, long b, int n) {
        for (long i = 0; i < n; i++) {
            double standard = ((double) getFloat(x + 4 * i) - shift) * factor;
            double product = (double) getFloat(a + 4 * i) * getFloat(b + 4 * i);
            setFloat(y + 4 * i, (float) ((product - average - standard * along) * factor));
        }
    }
}
