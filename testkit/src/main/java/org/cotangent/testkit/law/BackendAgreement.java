package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
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
        List<@Nullable Tensor> exact = new ArrayList<>();
        for (int i = 0; i < trial.inputs().size(); i++) {
            Tensor input = converted.inputs().get(i);
            exact.add(input == null || input == trial.inputs().get(i) ? input : input.converted(DType.DOUBLE));
        }
        KernelCall call;
        try {
            call = new KernelCall(trial.operator(), trial.attributes(), converted.inputs(), trial.sample().outputs());
        } catch (TypeException e) {
            return Verdict.skipped("the call is not one of " + dtype + ": " + e.getMessage());
        }
        if (!call.isOfTensors()) {
            return Verdict.skipped("the outputs are not all tensors");
        }
        Precision precision = null;
        for (KernelProvider provider : trial.bench().providers()) {
            if (provider.offer(call) instanceof Offer.Accepted accepted) {
                precision = precision != null ? precision : Precision.of(dtype, exact, trial::run, trial.random());
                try (Kernel kernel = accepted.kernel().get()) {
                    String problem = precision.problem(call.run(kernel), Precision.Scale.ELEMENT);
                    if (problem != null) {
                        return Verdict.fail(provider.name() + " (" + accepted.description() + "), " + problem);
                    }
                }
            }
        }
        return precision == null ? Verdict.skipped("no provider offers a kernel") : Verdict.pass();
    }
}
