package org.cotangent.cpu.onednn;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.backend.RangeTask;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** A call of a kernel under test: what is known when it is prepared, and the tensors of a run. */
final class KernelCall implements Preparation {

    private final Operator operator;
    private final Attributes attributes;
    private final List<@Nullable TensorType> inputs = new ArrayList<>();
    private final List<@Nullable Tensor> constants = new ArrayList<>();
    private final List<TensorType> outputs = new ArrayList<>();

    KernelCall(String domain, String operator, Attributes attributes) {
        this.operator = new NamedOperator(new OperatorId(domain, operator, 1));
        this.attributes = attributes;
    }

    KernelCall withInput(long... sizes) {
        return withInput(DType.FLOAT, sizes);
    }

    KernelCall withInput(DType type, long... sizes) {
        inputs.add(TensorType.of(type, sizes));
        constants.add(null);
        return this;
    }

    KernelCall withConstant(Tensor value) {
        inputs.add(value.type());
        constants.add(value);
        return this;
    }

    KernelCall withOutput(long... sizes) {
        outputs.add(new TensorType(
                inputs.getFirst() instanceof TensorType(DType type, var shape) ? type : DType.FLOAT,
                TensorType.of(DType.FLOAT, sizes).shape()));
        return this;
    }

    /** Makes the tensors of a run: constants as they are, the rest random. */
    Run run(Random random) {
        List<@Nullable Tensor> in = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Tensor constant = constants.get(i);
            TensorType type = inputs.get(i);
            in.add(constant != null ? constant : type == null ? null : random(random, type));
        }
        List<Tensor> out = new ArrayList<>();
        for (TensorType type : outputs) {
            Tensor tensor = Tensor.allocate(type);
            for (long i = 0; i < tensor.elements(); i++) {
                tensor.setDouble(i, Float.NaN);
            }
            out.add(tensor);
        }
        return new Run(in, out);
    }

    /** Returns a tensor of numbers between -1 and 1. */
    static Tensor random(Random random, TensorType type) {
        Tensor tensor = Tensor.allocate(type);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextFloat() * 2 - 1);
        }
        return tensor;
    }

    static Tensor random(Random random, long... sizes) {
        return random(random, TensorType.of(DType.FLOAT, sizes));
    }

    @Override
    public Operator operator() {
        return operator;
    }

    @Override
    public Attributes attributes() {
        return attributes;
    }

    @Override
    public String name() {
        return operator.id() + " under test";
    }

    @Override
    public int inputCount() {
        return inputs.size();
    }

    @Override
    public int outputCount() {
        return outputs.size();
    }

    @Override
    public @Nullable TensorType findInput(int i) {
        return inputs.get(i);
    }

    @Override
    public @Nullable TensorType findOutput(int i) {
        return outputs.get(i);
    }

    @Override
    public @Nullable Tensor constant(int i) {
        return constants.get(i);
    }

    /** Two threads, which is more than one and no more than most machines have. */
    @Override
    public Parallel parallel() {
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

    /** The tensors of one run. */
    record Run(List<@Nullable Tensor> inputs, List<Tensor> outputs) implements Bindings {

        @Override
        public Tensor input(int i) {
            Tensor tensor = inputs.get(i);
            if (tensor == null) {
                throw new IllegalArgumentException("input " + i + " is absent");
            }
            return tensor;
        }

        @Override
        public boolean hasInput(int i) {
            return i < inputs.size() && inputs.get(i) != null;
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
            throw new UnsupportedOperationException();
        }

        @Override
        public RandomSource random() {
            throw new UnsupportedOperationException();
        }
    }
}
