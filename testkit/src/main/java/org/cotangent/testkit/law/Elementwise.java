package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/** An operator declared elementwise does to permuted inputs what it does to the inputs, permuted. */
public final class Elementwise implements Law {
    @Override
    public String name() {
        return "elementwise";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return isDeclared(operator);
    }

    private static boolean isDeclared(Operator operator) {
        return operator.derivative() instanceof Derivative.Elementwise
                || operator.forward() instanceof Forward.Pointwise;
    }

    @Override
    public Verdict check(Trial trial) {
        if (!isDeclared(trial.operator())) {
            return Verdict.skipped("the operator is not declared elementwise");
        }
        Tensor output = trial.outputs().getFirst();
        int[] order = permutation(Math.toIntExact(output.elements()), trial.random());
        List<@Nullable Tensor> permuted = new ArrayList<>();
        for (Tensor input : trial.inputs()) {
            permuted.add(
                    input == null || input.elements() == 1 ? input : permuted(Blocks.expanded(input, output), order));
        }
        List<Tensor> found;
        try {
            found = trial.run(permuted);
        } catch (CotangentException e) {
            return Verdict.skipped("inputs cannot be expanded to the shape of the output: " + e.getMessage());
        }
        String difference = Bits.difference(List.of(permuted(output, order)), found);
        return difference == null ? Verdict.pass() : Verdict.fail("after permuting all inputs, " + difference);
    }

    private static int[] permutation(int count, RandomGenerator random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static Tensor permuted(Tensor tensor, int[] order) {
        Tensor permuted = Tensor.allocate(tensor.type());
        for (int i = 0; i < order.length; i++) {
            Blocks.copy(tensor, order[i], permuted, i);
        }
        return permuted;
    }
}
