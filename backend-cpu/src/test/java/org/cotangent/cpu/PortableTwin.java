package org.cotangent.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Role;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** Compares kernels of a provider with the portable kernels of the operators. */
public final class PortableTwin {

    private final Cotangent portable;
    private final KernelProvider provider;
    private final Parallel parallel;

    public PortableTwin(KernelProvider provider, Parallel parallel) {
        this.portable = Cotangent.portable(OperatorRegistry.load(PortableTwin.class.getClassLoader()));
        this.provider = provider;
        this.parallel = parallel;
    }

    public Operator operator(String domain, String type) {
        return assertNotNull(portable.operators().find(domain, type), type);
    }

    private static <T> T assertNotNull(@Nullable T value, String what) {
        if (value == null) {
            throw new AssertionError("there is no operator " + what);
        }
        return value;
    }

    /**
     * Runs calls of the operator's domain, floating inputs as elements of {@code dtype}, both with constant inputs and
     * without, and compares the outputs.
     *
     * @param tolerance relative to the magnitude of an element, or to 1 if it is smaller
     * @return how many of the draws the provider accepted
     */
    public int agreeOnDraws(Operator operator, DType dtype, int draws, int size, double tolerance) {
        int accepted = 0;
        for (int i = 0; i < draws; i++) {
            Domain.Sample sample = operator.domain().sample(new Random(i), 1 + i % size);
            List<@Nullable Tensor> inputs = new ArrayList<>();
            for (Tensor input : sample.inputs()) {
                inputs.add(input == null || input.dtype() != DType.DOUBLE ? input : input.converted(dtype));
            }
            accepted += agree(operator, sample.attributes(), inputs, sample.outputs(), tolerance) ? 1 : 0;
        }
        return accepted;
    }

    /** The output of a call by the portable kernel. */
    public Tensor expected(Operator operator, Attributes given, List<Tensor> inputs) {
        Attributes attributes = operator.signature().resolve(given);
        return (Tensor) portable.calls()
                .run(operator, attributes, new ArrayList<>(inputs), 1, new RandomSource(1, 1))
                .getFirst();
    }

    /** Compares one call; {@return whether the provider accepted it} */
    public boolean agree(
            Operator operator, Attributes given, List<@Nullable Tensor> inputs, int outputs, double tolerance) {
        Attributes attributes = operator.signature().resolve(given);
        List<Tensor> expected =
                portable.calls().run(operator, attributes, inputs, outputs, new RandomSource(1, 1)).stream()
                        .map(Tensor.class::cast)
                        .toList();
        List<@Nullable TensorType> types = types(operator, attributes, inputs, outputs);
        boolean accepted = false;
        for (boolean constant : new boolean[] {false, true}) {
            KernelCall call = new KernelCall(
                    operator, attributes, inputs, constants(operator, inputs, constant), types, parallel);
            if (provider.offer(call) instanceof Offer.Accepted offer) {
                accepted = true;
                Kernel kernel = offer.kernel().get();
                for (int run = 0; run < 2; run++) {
                    compare(operator + " " + attributes + " " + inputs, expected, call.run(kernel), tolerance);
                }
            }
        }
        return accepted;
    }

    /** What the provider says to a call with one output whose fixed inputs are constant. */
    public Offer offer(Operator operator, Attributes given, List<@Nullable Tensor> inputs) {
        Attributes attributes = operator.signature().resolve(given);
        List<@Nullable TensorType> types = types(operator, attributes, inputs, 1);
        Set<Integer> constants = constants(operator, inputs, false);
        return provider.offer(new KernelCall(operator, attributes, inputs, constants, types, parallel));
    }

    private List<@Nullable TensorType> types(
            Operator operator, Attributes attributes, List<@Nullable Tensor> inputs, int outputs) {
        List<@Nullable TensorType> types = new ArrayList<>();
        for (ValueType type : HostCalls.types(operator, attributes, inputs, outputs)) {
            types.add((TensorType) type);
        }
        return types;
    }

    private static Set<Integer> constants(Operator operator, List<@Nullable Tensor> inputs, boolean parameters) {
        Set<Integer> constants = new HashSet<>();
        for (int i = 0; i < inputs.size(); i++) {
            Role role = operator.signature().input(i).role();
            if (inputs.get(i) != null && (role == Role.FIXED || (parameters && role == Role.PARAMETER))) {
                constants.add(i);
            }
        }
        return constants;
    }

    private static void compare(String what, List<Tensor> expected, List<@Nullable Tensor> actual, double tolerance) {
        assertEquals(expected.size(), actual.size());
        for (int k = 0; k < actual.size(); k++) {
            Tensor right = expected.get(k);
            Tensor ours = assertNotNull(actual.get(k), "output " + k);
            assertEquals(right.type(), ours.type());
            for (long i = 0; i < right.elements(); i++) {
                double e = right.getDouble(i);
                double bound = Double.isFinite(e) ? tolerance * Math.max(1, Math.abs(e)) : 0;
                if (!(Math.abs(e - ours.getDouble(i)) <= bound) && Double.compare(e, ours.getDouble(i)) != 0) {
                    throw new AssertionError(
                            "output " + k + " element " + i + " is " + e + ", not " + ours.getDouble(i) + ": " + what);
                }
            }
        }
    }
}
