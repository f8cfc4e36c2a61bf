package org.cotangent.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** One call of an operator with these tensors, for tests of kernels without an engine. */
public record KernelCall(
        Operator operator,
        Attributes attributes,
        List<@Nullable Tensor> inputs,
        Set<Integer> constants,
        List<@Nullable TensorType> outputs,
        Parallel parallel)
        implements Preparation {

    /** A call with one output, without constants, on the calling thread. */
    public static KernelCall of(Operator operator, TensorType output, @Nullable Tensor... inputs) {
        return new KernelCall(
                operator,
                Attributes.none(),
                Arrays.asList(inputs),
                Set.of(),
                Arrays.asList(output),
                Parallel.sequential());
    }

    public KernelCall with(Parallel other) {
        return new KernelCall(operator, attributes, inputs, constants, outputs, other);
    }

    public KernelCall with(Attributes other) {
        return new KernelCall(operator, other, inputs, constants, outputs, parallel);
    }

    public KernelCall withConstants(Integer... indices) {
        return new KernelCall(operator, attributes, inputs, Set.of(indices), outputs, parallel);
    }

    @Override
    public String name() {
        return "call";
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
        Tensor input = inputs.get(i);
        return input == null ? null : input.type();
    }

    @Override
    public @Nullable TensorType findOutput(int i) {
        return outputs.get(i);
    }

    @Override
    public @Nullable Tensor constant(int i) {
        return constants.contains(i) ? inputs.get(i) : null;
    }

    /** The kernel of the provider, which must take the call. */
    public Kernel prepare(KernelProvider provider) {
        return switch (provider.offer(this)) {
            case Offer.Accepted accepted -> accepted.kernel().get();
            case Offer.Declined(String why) -> throw new AssertionError(provider.name() + " declined: " + why);
        };
    }

    /** The outputs that a kernel computes; memory beside them is checked to stay as it was. */
    public List<@Nullable Tensor> run(Kernel kernel) {
        List<@Nullable Tensor> results = new ArrayList<>();
        List<Guarded> guards = new ArrayList<>();
        for (TensorType output : outputs) {
            Guarded guarded = output == null ? null : new Guarded(output);
            results.add(guarded == null ? null : guarded.tensor());
            if (guarded != null) {
                guards.add(guarded);
            }
        }
        kernel.run(bindings(results));
        guards.forEach(Guarded::check);
        return results;
    }

    /** The first output, by the kernel that the provider prepares. */
    public Tensor compute(KernelProvider provider) {
        try (Kernel kernel = prepare(provider)) {
            Tensor result = run(kernel).get(0);
            if (result == null) {
                throw new AssertionError("output 0 was not asked for");
            }
            return result;
        } catch (Exception e) {
            throw e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
        }
    }

    public Bindings bindings(List<@Nullable Tensor> results) {
        return new Bindings() {
            @Override
            public Tensor input(int i) {
                return present(inputs.get(i));
            }

            @Override
            public boolean hasInput(int i) {
                return i < inputs.size() && inputs.get(i) != null;
            }

            @Override
            public Tensor output(int i) {
                return present(results.get(i));
            }

            @Override
            public boolean hasOutput(int i) {
                return i < results.size() && results.get(i) != null;
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

    private static Tensor present(@Nullable Tensor tensor) {
        if (tensor == null) {
            throw new IllegalArgumentException("absent");
        }
        return tensor;
    }
}
