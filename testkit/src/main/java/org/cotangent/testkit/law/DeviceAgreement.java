package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Devices compute what portable kernels compute in float64, up to the rounding of the element type. Plans are run as a
 * whole, copies to the device and back included.
 *
 * @param dtype of the inputs that are floats
 */
public record DeviceAgreement(DType dtype) implements Law {
    @Override
    public String name() {
        return "devices in " + dtype;
    }

    @Override
    public Verdict check(Trial trial) {
        if (trial.bench().devices().isEmpty()) {
            return Verdict.skipped("no device is asked for");
        }
        if (trial.operator().signature().isRandom()) {
            return Verdict.skipped("the operator draws random numbers");
        }
        try {
            return check(trial, trial.converted(dtype));
        } catch (TypeException e) {
            return Verdict.skipped("the call is not one of " + dtype + ": " + e.getMessage());
        }
    }

    private Verdict check(Trial trial, Trial converted) {
        List<@Nullable Tensor> exact = new ArrayList<>();
        for (int i = 0; i < trial.inputs().size(); i++) {
            Tensor input = converted.inputs().get(i);
            exact.add(input == null || input == trial.inputs().get(i) ? input : input.converted(DType.DOUBLE));
        }
        Precision precision = Precision.of(dtype, exact, trial::run, trial.random());
        Graph graph = converted.graph(converted.inputs(), converted.variable());
        List<Tensor> arguments = converted.variable().stream()
                .map(i -> Trial.present(converted.inputs(), i))
                .toList();
        for (String device : trial.bench().devices()) {
            String problem = precision.problem(trial.bench().runOn(device, graph, arguments), Precision.Scale.ELEMENT);
            if (problem != null) {
                return Verdict.fail("on " + device + ", " + problem);
            }
        }
        return Verdict.pass();
    }
}
