package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Every kernel that a backend offers for the call gives what the portable one gives in float64, within the precision of
 * its element type. The kernels are run here directly, so that it is certain which one ran.
 *
 * @param dtype in which the floating inputs are
 */
public record BackendAgreement(DType dtype) implements Law {
    @Override
    public String name() {
        return "kernels of backends in " + dtype;
    }

    @Override
    public Verdict check(Trial trial) {
        if (trial.operator().signature().isRandom()) {
            return Verdict.skipped("the operator draws random numbers");
        }
        Trial converted = trial.converted(dtype);
        KernelCall call;
        try {
            call = KernelCall.of(converted);
        } catch (TypeException e) {
            return Verdict.skipped("the call is not one of " + dtype + ": " + e.getMessage());
        }
        if (!call.isOfTensors()) {
            return Verdict.skipped("the outputs are not all tensors");
        }
        List<Candidate> candidates = Candidate.offered(converted, call);
        if (candidates.isEmpty()) {
            return Verdict.skipped("no provider offers a kernel");
        }
        List<@Nullable Tensor> exact = new ArrayList<>();
        for (int i = 0; i < trial.inputs().size(); i++) {
            Tensor input = converted.inputs().get(i);
            exact.add(input == null || input == trial.inputs().get(i) ? input : input.converted(DType.DOUBLE));
        }
        Precision precision = Precision.of(dtype, exact, trial::run, trial.random());
        for (Candidate candidate : candidates) {
            try (Kernel kernel = candidate.kernel().get()) {
                String problem = precision.problem(call.run(kernel), Precision.Scale.ELEMENT);
                if (problem != null) {
                    return Verdict.fail(candidate.name() + ", " + problem);
                }
            }
        }
        return Verdict.pass();
    }
}
