package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.Verdict;

/**
 * Gradients have the shape and element type of their input, and in other types than float64 the values of float64
 * within the precision of the type.
 *
 * @param dtype in which the call and its gradient are computed
 * @param roughly whether errors are measured by the inputs too
 */
public record GradientPrecision(DType dtype, boolean roughly) implements Law {
    public GradientPrecision(DType dtype) {
        this(dtype, false);
    }

    @Override
    public String name() {
        return "gradients in " + dtype;
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return Declared.computesIn(operator, dtype)
                && Declared.isDifferentiable(operator)
                && !operator.signature().isRandom();
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
        try {
            return check(trial, map, trial.converted(dtype));
        } catch (TypeException e) {
            return Verdict.skipped("the call is not one of " + dtype + ": " + e.getMessage());
        }
    }

    private Verdict check(Trial trial, GraphMap map, Trial low) {
        if (low.outputs().stream().anyMatch(t -> t.dtype().isFloating() && t.dtype() != dtype)) {
            return Verdict.skipped("not all outputs are " + dtype);
        }
        List<Tensor> arguments = new ArrayList<>();
        low.differentiable().forEach(i -> arguments.add(Trial.present(low.inputs(), i)));
        int inputs = arguments.size();
        map.apply(map.point()).gaussian(trial.random()).tensors().forEach(u -> arguments.add(u.converted(dtype)));
        List<Tensor> gradients = low.bench().run(low.gradient(), arguments);
        for (int k = 0; k < inputs; k++) {
            if (!gradients.get(k).type().equals(arguments.get(k).type())) {
                return Verdict.fail("the gradient of " + map.inputs().get(k) + " is "
                        + gradients.get(k).type() + ", the input "
                        + arguments.get(k).type());
            }
        }
        List<Tensor> exact =
                arguments.stream().map(t -> t.converted(DType.DOUBLE)).toList();
        Precision precision =
                Precision.of(dtype, exact, x -> trial.bench().run(map.vjpGraph(), Trial.allPresent(x)), trial.random());
        String problem = precision.problem(gradients, roughly ? Precision.Scale.INPUTS : Precision.Scale.ALL);
        return problem == null ? Verdict.pass() : Verdict.fail(problem);
    }
}
