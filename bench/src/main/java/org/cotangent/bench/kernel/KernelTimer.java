package org.cotangent.bench.kernel;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.kernel.CallPreparation;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** A call with tensors, and the kernels that providers have for it. */
final class KernelTimer {

    private static final int ALLOCATING_RUNS = 10;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final KernelCase called;
    private final CallPreparation preparation;
    private final List<Tensor> inputs = new ArrayList<>();
    private final List<Tensor> outputs = new ArrayList<>();

    KernelTimer(Cotangent cotangent, KernelCase called, Parallel parallel) {
        this.called = called;
        Chain chain = called.chain();
        Operator operator = chain != null ? chain : cotangent.operators().find(called.domain(), called.operator());
        if (operator == null) {
            throw new IllegalArgumentException("there is no operator " + called.operator());
        }
        SplittableRandom random = new SplittableRandom(1);
        for (KernelCase.Operand operand : called.inputs()) {
            inputs.add(
                    switch (operand) {
                        case KernelCase.Operand.Numbers(long[] sizes) -> random(random, sizes);
                        case KernelCase.Operand.Sizes(long[] values) -> Tensor.vector(values);
                    });
        }
        Attributes attributes = operator.signature().resolve(called.attributes());
        int count = chain == null ? 1 : chain.results().size();
        List<ValueType> results = HostCalls.types(operator, attributes, new ArrayList<>(inputs), count);
        for (ValueType result : results) {
            if (!(result instanceof TensorType type)) {
                throw new IllegalArgumentException(called.operator() + " does not give a tensor");
            }
            outputs.add(Tensor.allocate(type));
        }
        List<@Nullable ValueType> types = new ArrayList<>();
        List<@Nullable Tensor> constants = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            types.add(inputs.get(i).type());
            constants.add(called.constants().contains(i) ? inputs.get(i) : null);
        }
        preparation = new CallPreparation(
                called.name(), operator, attributes, types, new ArrayList<>(results), constants, parallel);
    }

    private static Tensor random(SplittableRandom random, long[] sizes) {
        Tensor tensor = Tensor.allocate(DType.FLOAT, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble(-1, 1));
        }
        return tensor;
    }

    /** {@return the offer of the best of some providers; null if all decline} */
    Offer.@Nullable Accepted best(List<KernelProvider> providers) {
        Offer.Accepted best = null;
        for (KernelProvider provider : providers) {
            if (provider.offer(preparation) instanceof Offer.Accepted offer
                    && (best == null || offer.rank() > best.rank())) {
                best = offer;
            }
        }
        return best;
    }

    /** {@return billions of units of work per second} Of processor time if one thread does it all. */
    double rate(Kernel kernel, int runs) {
        Bindings io = bindings();
        long start = now();
        for (int i = 0; i < runs; i++) {
            kernel.run(io);
        }
        return runs * called.work() / (now() - start);
    }

    /** {@return the bytes that the calling thread allocates in one run} */
    long allocated(Kernel kernel) {
        Bindings io = bindings();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ALLOCATING_RUNS; i++) {
            kernel.run(io);
        }
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / ALLOCATING_RUNS;
    }

    private long now() {
        return preparation.parallel().threads() == 1 ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }

    /** {@return how many runs take about so many nanoseconds, after a warm-up of so many} */
    int runs(Kernel kernel, long nanos, long warmUp) {
        Bindings io = bindings();
        long begin = System.nanoTime();
        long fastest = Long.MAX_VALUE;
        long now = begin;
        while (now - begin < warmUp) {
            kernel.run(io);
            long end = System.nanoTime();
            fastest = Math.min(fastest, end - now);
            now = end;
        }
        return (int) Math.max(1, nanos / Math.max(1, fastest));
    }

    private Bindings bindings() {
        return new Bindings() {
            @Override
            public Tensor input(int i) {
                return inputs.get(i);
            }

            @Override
            public boolean hasInput(int i) {
                return i < inputs.size();
            }

            @Override
            public Tensor output(int i) {
                return outputs.get(i);
            }

            @Override
            public boolean hasOutput(int i) {
                return i < outputs.size();
            }

            @Override
            public Tensor allocate(int i, long... sizes) {
                throw new UnsupportedOperationException("the shapes of outputs are known");
            }

            @Override
            public RandomSource random() {
                return new RandomSource(1, 1);
            }
        };
    }
}
