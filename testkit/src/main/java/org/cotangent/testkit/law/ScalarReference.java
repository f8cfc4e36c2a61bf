package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/** What is declared as scalar expressions computes, element by element and over float64, their values. */
public final class ScalarReference implements Law {
    private static final double ROUNDING = 1e-14;

    @Override
    public String name() {
        return "scalar expression";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return operator.forward() instanceof Forward.Pointwise
                && operator.signature().inputs().stream()
                        .allMatch(port -> port.type().allowed().contains(DType.DOUBLE));
    }

    @Override
    public Verdict check(Trial trial) {
        if (!(trial.operator().forward() instanceof Forward.Pointwise forward)) {
            return Verdict.skipped("the operator is not declared as scalar expressions");
        }
        List<Tensor> inputs = Trial.allPresent(trial.inputs());
        List<@Nullable DType> types = new ArrayList<>();
        inputs.forEach(input -> types.add(input.dtype()));
        boolean real = inputs.size() == trial.inputs().size() && types.contains(DType.DOUBLE) && forward.covers(types);
        if (!real) {
            return Verdict.skipped("the call is not one of float64");
        }
        List<Scalar> expressions = forward.of(trial.attributes(), DType.DOUBLE, inputs.size());
        for (int k = 0; k < expressions.size(); k++) {
            String problem = problem(expressions.get(k), inputs, trial.outputs().get(k));
            if (problem != null) {
                return Verdict.fail("output " + trial.outputName(k) + ", " + problem);
            }
        }
        return Verdict.pass();
    }

    private static @Nullable String problem(Scalar expression, List<Tensor> inputs, Tensor output) {
        List<Tensor> expanded =
                inputs.stream().map(input -> Blocks.expanded(input, output)).toList();
        for (long i = 0; i < output.elements(); i++) {
            double[] elements = new double[expanded.size()];
            for (int k = 0; k < elements.length; k++) {
                elements[k] = expanded.get(k).getDouble(i);
            }
            double expected = expression.valueAt(elements);
            double found = output.getDouble(i);
            if (Double.compare(expected, found) != 0
                    && !(Math.abs(expected - found) <= ROUNDING * Math.abs(expected))) {
                return String.format(
                        Locale.ROOT, "element %d: the expression gives %s, the operator %s", i, expected, found);
            }
        }
        return null;
    }
}
