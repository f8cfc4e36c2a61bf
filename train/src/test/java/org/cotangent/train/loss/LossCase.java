package org.cotangent.train.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.eager.Eager;
import org.cotangent.engine.eager.EagerValue;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Tensor;

/** A loss as a function of one tensor, and the same computed by plain loops: values and slopes must agree. */
record LossCase(String name, Tensor at, BiFunction<Formulas, Value, Value> loss, ToDoubleFunction<double[]> reference) {
    private static final double STEP = 1e-5;

    static LossCase of(String name, Tensor at, Loss loss, Tensor target, ToDoubleFunction<double[]> reference) {
        assertEquals(target.type(), loss.target(at.type()), name);
        return new LossCase(name, at, (f, output) -> loss.of(f, output, f.constant(target)), reference);
    }

    static Tensor random(long seed, double low, double high, long... sizes) {
        SplittableRandom random = new SplittableRandom(seed);
        Tensor tensor =
                Tensor.of(new double[Math.toIntExact(Arrays.stream(sizes).reduce(1, (a, b) -> a * b))], sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble(low, high));
        }
        return tensor;
    }

    void check(Cotangent cotangent) {
        Eager eager = cotangent.eager();
        EagerValue x = eager.variable(at);
        Value y = loss.apply(eager.formulas(), x);
        double[] point = at.toDoubles();
        assertEquals(0, eager.tensor(y).rank(), name + " is a scalar");
        assertEquals(reference.applyAsDouble(point), eager.tensor(y).getDouble(0), 1e-12, name);
        double[] gradient = eager.grad(y, List.of(x)).getFirst().toDoubles();
        for (int i = 0; i < point.length; i++) {
            double slope = (moved(point, i, STEP) - moved(point, i, -STEP)) / (2 * STEP);
            assertEquals(slope, gradient[i], 1e-8 * Math.max(1, Math.abs(slope)), name + ", element " + i);
        }
    }

    private double moved(double[] point, int i, double step) {
        double[] other = point.clone();
        other[i] += step;
        return reference.applyAsDouble(other);
    }

    @Override
    public String toString() {
        return name;
    }
}
