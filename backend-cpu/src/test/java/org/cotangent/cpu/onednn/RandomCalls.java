package org.cotangent.cpu.onednn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.cotangent.cpu.KernelCall;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/** Calls of one kernel with ever new random numbers, on two threads. */
final class RandomCalls {

    private final Operator operator;
    private final Attributes attributes;
    private final Random random;
    private final List<TensorType> inputs = new ArrayList<>();
    private final List<Tensor> given = new ArrayList<>();
    private final Set<Integer> constants = new HashSet<>();
    private final List<TensorType> outputs = new ArrayList<>();

    RandomCalls(Random random, String domain, String operator, Attributes attributes) {
        this.operator = new NamedOperator(new OperatorId(domain, operator, 1));
        this.attributes = attributes;
        this.random = random;
    }

    RandomCalls withInput(long... sizes) {
        return withInput(DType.FLOAT, sizes);
    }

    RandomCalls withInput(DType type, long... sizes) {
        inputs.add(TensorType.of(type, sizes));
        given.add(random(inputs.getLast()));
        return this;
    }

    /** Adds an input that is the same in every run. */
    RandomCalls withConstant(long... sizes) {
        constants.add(inputs.size());
        return withInput(sizes);
    }

    RandomCalls withOutput(long... sizes) {
        outputs.add(TensorType.of(inputs.getFirst().dtype(), sizes));
        return this;
    }

    /** Returns a call with new random tensors, but for the constants. */
    KernelCall next() {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            tensors.add(constants.contains(i) ? given.get(i) : random(inputs.get(i)));
        }
        return new KernelCall(
                operator, attributes, List.copyOf(tensors), constants, List.copyOf(outputs), twoThreads());
    }

    private Tensor random(TensorType type) {
        Tensor tensor = Tensor.allocate(type);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextFloat() * 2 - 1);
        }
        return tensor;
    }

    private static Parallel twoThreads() {
        return new Parallel() {
            @Override
            public void forRange(long n, long grain, RangeTask task) {
                task.run(0, n);
            }

            @Override
            public int threads() {
                return 2;
            }
        };
    }
}
