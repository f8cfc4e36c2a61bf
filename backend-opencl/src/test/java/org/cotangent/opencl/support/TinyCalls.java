package org.cotangent.opencl.support;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cotangent.opencl.kernel.ElementType;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A few small calls of every operator that the device has kernels for, compared with portable kernels. */
public final class TinyCalls {
    private static final int CALLS = 3;

    private final TreeSet<String> operators = new TreeSet<>();
    private final TreeMap<String, String> failures = new TreeMap<>();

    /** {@return the operators whose calls ran on the device} */
    public TreeSet<String> operators() {
        return operators;
    }

    /** {@return for each operator that computed something else, or failed, what} */
    public TreeMap<String, String> failures() {
        return failures;
    }

    /** Runs them all. */
    public static TinyCalls run(DeviceCalls calls, List<Operator> all) {
        TinyCalls tiny = new TinyCalls();
        for (Operator operator : all) {
            SplittableRandom random = new SplittableRandom(operator.id().type().hashCode());
            for (int i = 0; i < CALLS; i++) {
                try {
                    Domain.Sample sample = sample(operator, random, 2 + i);
                    if (sample != null) {
                        tiny.run(calls, operator, sample);
                    }
                } catch (AssertionError | RuntimeException e) {
                    tiny.failures.put(operator.id().qualifiedName(), String.valueOf(e.getMessage()));
                }
            }
        }
        return tiny;
    }

    /** {@return a call of the operator's domain; null if it has none of tensors} */
    private static Domain.@Nullable Sample sample(Operator operator, SplittableRandom random, int size) {
        try {
            return operator.domain().sample(random, size);
        } catch (CotangentException e) {
            return null;
        }
    }

    private void run(DeviceCalls calls, Operator operator, Domain.Sample drawn) {
        if (drawn.inputs().stream().anyMatch(t -> t != null && !ElementType.supports(t.dtype()))) {
            return;
        }
        Domain.Sample sample = single(drawn);
        if (calls.reasonAgainst(operator, sample).isEmpty()) {
            calls.assertAgrees(operator, sample.attributes(), sample.inputs(), sample.outputs(), 1e-4);
            calls.assertOverwrites(operator, sample.attributes(), sample.inputs(), sample.outputs());
            operators.add(operator.id().qualifiedName());
        }
    }

    private static Domain.Sample single(Domain.Sample sample) {
        List<@Nullable Tensor> inputs = new ArrayList<>();
        for (Tensor input : sample.inputs()) {
            inputs.add(input == null || input.dtype() != DType.DOUBLE ? input : input.converted(DType.FLOAT));
        }
        return new Domain.Sample(sample.attributes(), inputs, sample.outputs());
    }

    /**
     * Runs the calls in a program of their own; the exit status is 1 if one fails.
     *
     * @param arguments {@code own} for the kernels that the device gets, {@code gpu} for those that graphics processors
     *     get, {@code racing} for one with a mistake
     */
    public static void main(String[] arguments) {
        List<OpenClKernels> all = ServiceLoader.load(OpenClKernels.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        List<OpenClKernels> families = switch (arguments[0]) {
            case "own" -> all;
            case "gpu" -> all.stream().<OpenClKernels>map(AsGpu::new).toList();
            default -> List.of(new Racing());
        };
        try (DeviceCalls calls = DeviceCalls.open(families.toArray(OpenClKernels[]::new))) {
            TinyCalls tiny = run(calls, calls.operators());
            System.out.println(tiny.operators.size() + " operators " + tiny.operators);
            tiny.failures.forEach((operator, message) -> System.out.println("FAILED " + operator + ": " + message));
            System.exit(tiny.failures.isEmpty() ? 0 : 1);
        }
    }
}
