package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Role;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.AdjointIdentity;
import org.cotangent.testkit.calculus.MapLaw;
import org.cotangent.testkit.calculus.NumericAgreement;
import org.cotangent.testkit.calculus.TensorTuple;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Calls with no elements work where the operator does not refuse them: outputs have the inferred type, gradients the
 * type of their input, and what is left of finite ones is right. All axes of one size become 0 at a time.
 */
public final class EmptyTensors implements Law {
    @Override
    public String name() {
        return "empty tensors";
    }

    @Override
    public Verdict check(Trial trial) {
        boolean any = false;
        for (long size : sizes(trial)) {
            Trial empty = emptied(trial, size);
            if (empty != null) {
                any = true;
                Verdict inferred = new InferenceLaw(InferenceLaw.View.EVERYTHING).check(empty);
                if (inferred instanceof Verdict.Fail(String details)) {
                    return Verdict.fail("with size 0 for " + size + ": " + details);
                }
                String problem = gradientProblem(empty);
                if (problem != null) {
                    return Verdict.fail("with size 0 for " + size + ": " + problem);
                }
            }
        }
        return any ? Verdict.pass() : Verdict.skipped("no size of the call may be 0");
    }

    /** {@return the sizes that may be made 0} */
    static Set<Long> sizes(Trial trial) {
        Set<Long> sizes = new TreeSet<>();
        for (int i = 0; i < trial.inputs().size(); i++) {
            Tensor input = trial.inputs().get(i);
            if (input != null && trial.role(i) != Role.FIXED) {
                input.shape().dims().forEach(dim -> sizes.add(dim.size()));
            }
        }
        return sizes;
    }

    /** {@return the call with 0 in place of a size; null if it is not legal} */
    static @Nullable Trial emptied(Trial trial, long size) {
        List<@Nullable Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < trial.inputs().size(); i++) {
            Tensor input = trial.inputs().get(i);
            if (input == null || trial.role(i) == Role.FIXED) {
                inputs.add(input);
                continue;
            }
            long[] sizes = input.sizes();
            for (int axis = 0; axis < sizes.length; axis++) {
                sizes[axis] = sizes[axis] == size ? 0 : sizes[axis];
            }
            boolean stays = Arrays.equals(sizes, input.sizes());
            inputs.add(stays ? input : Tensor.allocate(input.dtype(), sizes));
        }
        Trial empty = trial.withInputs(inputs);
        try {
            var call = new KernelCall(
                    trial.operator(), trial.attributes(), inputs, trial.sample().outputs());
            return call.isOfTensors() && !empty.outputs().isEmpty() ? empty : null;
        } catch (CotangentException e) {
            return null;
        }
    }

    private static @Nullable String gradientProblem(Trial empty) {
        GraphMap map = empty.map();
        if (map == null) {
            return null;
        }
        TensorTuple y = map.apply(map.point());
        TensorTuple gradient = map.vjp(map.point(), y);
        TensorTuple tangent = map.jvp(map.point(), map.point());
        if (!gradient.shapes().equals(map.point().shapes())) {
            return "gradients have shapes " + gradient.shapes() + ", inputs "
                    + map.point().shapes();
        }
        if (!tangent.shapes().equals(y.shapes())) {
            return "tangents have shapes " + tangent.shapes() + ", outputs " + y.shapes();
        }
        if (y.elements() == 0 && gradient.magnitude() != 0) {
            return "there are no outputs, but gradients " + gradient;
        }
        boolean smooth =
                Double.isFinite(y.magnitude()) && !(empty.operator().derivative() instanceof Derivative.Surrogate);
        for (MapLaw law : smooth ? List.of(new AdjointIdentity(), new NumericAgreement()) : List.<MapLaw>of()) {
            if (law.check(map, empty.random()) instanceof Verdict.Fail(String details)) {
                return law.name() + ": " + details;
            }
        }
        return null;
    }
}
