package org.cotangent.bench;

import java.util.concurrent.TimeUnit;
import org.cotangent.autograd.Autograd;
import org.cotangent.autograd.Variable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Operations on small tensors that are computed at once: what is measured is all but the arithmetic. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class EagerOverhead {
    @Param({"false", "true"})
    public boolean recorded;

    private final Autograd autograd = Autograd.load();
    private final Variable y = autograd.tensor(Tensor.full(DType.FLOAT, 0.25, 4, 4));
    private Variable x = y;

    @Setup
    public void prepare() {
        x = autograd.tensor(Tensor.full(DType.FLOAT, 0.5, 4, 4)).requireGrad(recorded);
    }

    @Benchmark
    public Variable add() {
        return x.add(y);
    }

    @Benchmark
    public Variable addNumber() {
        return x.add(1);
    }

    @Benchmark
    public Variable matmul() {
        return x.matmul(y);
    }

    @Benchmark
    public Variable sum() {
        return x.sum();
    }

    /** A product and a sum, and where they are recorded the way back. */
    @Benchmark
    public Variable productAndSum() {
        Variable sum = x.mul(y).sum();
        if (recorded) {
            x.zeroGrad();
            sum.backward();
        }
        return sum;
    }
}
