package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Kernels of backends treat zeros, subnormal and large numbers, infinities and NaN as the portable kernel does: in the
 * same element type, or as exact as float64. The sign of a zero counts where the output is an expression of each
 * element. Kernels of products may multiply the zeros of a padding by infinities.
 *
 * @param dtype in which the floating inputs are
 */
public record SpecialValues(DType dtype) implements Law {
    @Override
    public String name() {
        return "special values in kernels of " + dtype;
    }

    @Override
    public Verdict check(Trial trial) {
        if (trial.operator().signature().isRandom()) {
            return Verdict.skipped("the operator draws random numbers");
        }
        Trial converted = trial.converted(dtype);
        if (converted.variable().stream()
                .noneMatch(i -> Trial.present(converted.inputs(), i).dtype() == dtype)) {
            return Verdict.skipped("no input is " + dtype);
        }
        boolean any = false;
        for (SpecialNumbers numbers : SpecialNumbers.values()) {
            List<@Nullable Tensor> inputs = numbers.among(converted, converted.random());
            KernelCall call;
            List<Tensor> portable;
            List<Candidate> candidates;
            try {
                call = KernelCall.of(converted).with(inputs);
                candidates = Candidate.offered(converted, call);
                portable = candidates.isEmpty() ? List.of() : converted.run(inputs);
            } catch (TypeException e) {
                return Verdict.skipped("the call is not one of " + dtype + ": " + e.getMessage());
            } catch (CotangentException e) {
                continue;
            }
            for (Candidate candidate : candidates) {
                any = true;
                try (Kernel kernel = candidate.kernel().get()) {
                    List<Tensor> found = call.run(kernel);
                    if (isProduct(trial.operator().derivative()) && !numbers.areFinite()) {
                        forgive(portable, found);
                    }
                    String problem = problem(trial, inputs, portable, found);
                    if (problem != null) {
                        return Verdict.fail(
                                candidate.name() + ", " + numbers + " numbers among " + inputs + ": " + problem);
                    }
                }
            }
        }
        return any ? Verdict.pass() : Verdict.skipped("no provider offers a kernel");
    }

    private @Nullable String problem(
            Trial trial, List<@Nullable Tensor> inputs, List<Tensor> portable, List<Tensor> found) {
        String difference = Bits.difference(portable, found);
        if (trial.operator().forward() instanceof Forward.Pointwise
                && hasOtherZero(portable.getFirst(), found.getFirst())) {
            return "zeros have other signs: " + difference;
        }
        if (difference == null || new Precision(dtype, portable).problem(found, Precision.Scale.ELEMENT) == null) {
            return null;
        }
        List<@Nullable Tensor> exact = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Tensor input = inputs.get(i);
            boolean widened = input != null
                    && input.dtype() == dtype
                    && input != trial.inputs().get(i);
            exact.add(input == null || !widened ? input : input.converted(DType.DOUBLE));
        }
        return Precision.of(dtype, exact, trial::run, trial.random()).problem(found, Precision.Scale.ELEMENT);
    }

    private static boolean isProduct(Derivative derivative) {
        return derivative instanceof Derivative.Linear linear && linear.groups().size() > 1;
    }

    /** Forgets where a NaN came from zero times infinity. */
    private static void forgive(List<Tensor> portable, List<Tensor> found) {
        for (int k = 0; k < found.size(); k++) {
            for (long i = 0; i < found.get(k).elements(); i++) {
                if (Double.isNaN(found.get(k).getDouble(i))) {
                    found.get(k).setDouble(i, portable.get(k).getDouble(i));
                }
            }
        }
    }

    private static boolean hasOtherZero(Tensor expected, Tensor found) {
        return expected.dtype().isFloating()
                && LongStream.range(0, expected.elements())
                        .anyMatch(i -> expected.getDouble(i) == 0
                                && found.getDouble(i) == 0
                                && Double.compare(expected.getDouble(i), found.getDouble(i)) != 0);
    }
}
