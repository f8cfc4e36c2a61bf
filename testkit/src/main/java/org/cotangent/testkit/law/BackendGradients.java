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
 * The graph of the gradient gives on every backend what it gives with portable kernels in float64, within the precision
 * of the element type; and no portable kernel stands in there for one that the backend offers.
 *
 * @param dtype in which the call and its gradient are computed
 */
public record BackendGradients(DType dtype) implements Law {
    @Override
    public String name() {
        return "gradients on backends in " + dtype;
    }

    @Override
    public Verdict check(Trial trial) {
        GraphMap map = trial.map();
        if (map == null) {
            return Verdict.skipped(trial.whyNoMap());
        }
        if (trial.operator().signature().isRandom()) {
            return Verdict.skipped("the operator draws random numbers");
        }
        if (trial.bench().backends().isEmpty()) {
            return Verdict.skipped("there is no backend here");
        }
        try {
            Trial converted = trial.converted(dtype);
            if (converted.outputs().stream().anyMatch(t -> t.dtype().isFloating() && t.dtype() != dtype)) {
                return Verdict.skipped("not all outputs are " + dtype);
            }
            return check(trial, map, converted);
        } catch (TypeException e) {
            return Verdict.skipped("the call is not one of " + dtype + ": " + e.getMessage());
        }
    }

    private Verdict check(Trial trial, GraphMap map, Trial converted) {
        Graph gradient = converted.gradient();
        List<Tensor> arguments = new ArrayList<>();
        converted.differentiable().forEach(i -> arguments.add(Trial.present(converted.inputs(), i)));
        map.apply(map.point()).gaussian(trial.random()).tensors().forEach(u -> arguments.add(u.converted(dtype)));
        List<Tensor> exact =
                arguments.stream().map(t -> t.converted(DType.DOUBLE)).toList();
        Precision precision =
                Precision.of(dtype, exact, x -> trial.bench().run(map.vjpGraph(), Trial.allPresent(x)), trial.random());
        for (String backend : trial.bench().backends()) {
            String problem = precision.problem(trial.bench().runOn(backend, gradient, arguments), Precision.Scale.ALL);
            if (problem == null) {
                problem = fallback(trial.bench().explain(backend, gradient));
            }
            if (problem != null) {
                return Verdict.fail("on " + backend + ", " + problem);
            }
        }
        return Verdict.pass();
    }

    /**
     * {@return the line of a node that runs portably though the lines below it say that another kernel was to be had}
     */
    private static @Nullable String fallback(List<String> explanation) {
        String portable = null;
        for (String line : explanation) {
            if (!line.startsWith(" ")) {
                portable = line.contains("<- portable") ? line : null;
            } else if (portable != null && line.contains("lost to rank")) {
                return portable + ", though" + line.replaceAll("^ +", " ");
            }
        }
        return null;
    }
}
