package org.cotangent.testkit.law;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Operator;
import org.cotangent.testkit.calculus.TensorTuple;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A NaN spoils nothing that has nothing to do with it.
 *
 * <p>An element of an output that stays as it is whatever number stands in a place of an input, and whatever stands
 * elsewhere, stays as it is when a NaN stands there. If the operator is elementwise or linear in all inputs jointly,
 * the numbers are finite ones, and where all outputs are finite in spite of the NaN, so are the gradients of all other
 * places; other operators may multiply zeros by infinities. So the branch that Where does not take, and masks, keep NaN
 * out. Of a linear operator only such places are looked at as enter all that they touch with one weight, up to the
 * sign: among several weights, as those of a Fourier transform, there may be zeros. Operators that are differentiated
 * by their expansion are not looked at: the operators in it are.
 */
public final class NanLocality implements Law {
    private static final int PLACES = 5;
    private static final double[] FINITE = {1000, -1000, 0, 0.375};
    private static final double[] ALL = {1000, -1000, 0, 0.375, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};

    @Override
    public String name() {
        return "NaN stays where it belongs";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return Declared.isDifferentiable(operator)
                && !operator.signature().isRandom()
                && concerns(operator.derivative());
    }

    /** Of what has no slope a NaN may be a value like others. */
    private static boolean concerns(Derivative derivative) {
        return !(derivative instanceof Derivative.ByExpansion) && !(derivative instanceof Derivative.Zero);
    }

    @Override
    public Verdict check(Trial trial) {
        if (trial.operator().signature().isRandom()) {
            return Verdict.skipped("the operator draws random numbers");
        }
        if (!concerns(trial.operator().derivative())) {
            return Verdict.skipped("the operator is made of others, or has no slope");
        }
        GraphMap map = trial.map();
        if (map == null) {
            return Verdict.skipped(trial.whyNoMap());
        }
        TensorTuple x = map.point();
        if (x.elements() == 0) {
            return Verdict.skipped("there is no element to vary");
        }
        int step = Math.max(1, x.elements() / PLACES);
        boolean any = false;
        for (int place = 0; place < x.elements(); place += step) {
            if (trial.operator().derivative() instanceof Derivative.Linear && hasSeveralWeights(map, place)) {
                continue;
            }
            any = true;
            String problem = problem(trial, map, place);
            if (problem != null) {
                return Verdict.fail("a NaN in " + x.place(place, map.inputs()) + " of " + x + " makes " + problem);
            }
        }
        return any ? Verdict.pass() : Verdict.skipped("all places enter with several weights");
    }

    private static boolean hasSeveralWeights(GraphMap map, int place) {
        TensorTuple column = map.jvp(map.point(), map.point().unit(place));
        double[] weights = IntStream.range(0, column.elements())
                .mapToDouble(i -> Math.abs(column.get(i)))
                .filter(weight -> weight != 0)
                .sorted()
                .toArray();
        return weights.length > 0 && weights[weights.length - 1] > weights[0] * (1 + 1e-9);
    }

    private static @Nullable String problem(Trial trial, GraphMap map, int place) {
        TensorTuple x = map.point();
        Function<TensorTuple, TensorTuple> run = map::apply;
        TensorTuple expected = run.apply(x);
        TensorTuple found = at(x, place, Double.NaN, run);
        if (found == null || found.elements() != expected.elements()) {
            return null;
        }
        boolean selects = isSelective(trial.operator().derivative());
        BitSet untouched = untouched(x, place, expected.elements(), selects ? FINITE : ALL, run);
        for (int i = untouched.nextSetBit(0); i >= 0; i = untouched.nextSetBit(i + 1)) {
            if (Double.compare(found.get(i), expected.get(i)) != 0) {
                return found.place(i, map.outputs()) + " " + found.get(i) + " instead of " + expected.get(i)
                        + ", which no number there touches";
            }
        }
        if (!isFinite(found) || !selects) {
            return null;
        }
        TensorTuple u = expected.bounded(trial.random());
        TensorTuple gradient = at(x, place, Double.NaN, point -> map.vjp(point, u));
        for (int i = 0; gradient != null && i < gradient.elements(); i++) {
            if (i != place && !Double.isFinite(gradient.get(i))) {
                return "the gradient of " + gradient.place(i, map.inputs()) + " " + gradient.get(i)
                        + " though all outputs are finite";
            }
        }
        return null;
    }

    /** A product of two inputs has a right to be NaN, be the other factor 0. */
    private static boolean isSelective(Derivative derivative) {
        return derivative instanceof Derivative.Elementwise
                || (derivative instanceof Derivative.Linear linear
                        && linear.groups().size() == 1);
    }

    /** {@return the elements that keep their value for all numbers in a place, at several points} */
    private static BitSet untouched(
            TensorTuple x, int place, int elements, double[] numbers, Function<TensorTuple, TensorTuple> run) {
        BitSet untouched = new BitSet();
        untouched.set(0, elements);
        for (TensorTuple base : Stream.of(x, reversed(x), x.times(-1)).toList()) {
            TensorTuple still = at(base, place, base.get(place), run);
            for (double number : numbers) {
                TensorTuple changed = at(base, place, number, run);
                for (int i = 0; i < elements && still != null; i++) {
                    boolean equal = changed != null
                            && changed.elements() == elements
                            && still.elements() == elements
                            && Double.compare(changed.get(i), still.get(i)) == 0;
                    untouched.set(i, equal && untouched.get(i));
                }
            }
        }
        return untouched;
    }

    private static TensorTuple reversed(TensorTuple x) {
        double[] elements = new double[x.elements()];
        Arrays.setAll(elements, i -> x.get(elements.length - 1 - i));
        return x.with(elements);
    }

    /** {@return what comes out with a number in one place; null if that is not legal} */
    private static @Nullable TensorTuple at(
            TensorTuple x, int place, double number, Function<TensorTuple, TensorTuple> run) {
        double[] changed = new double[x.elements()];
        Arrays.setAll(changed, i -> i == place ? number : x.get(i));
        try {
            return run.apply(x.with(changed));
        } catch (CotangentException e) {
            return null;
        }
    }

    private static boolean isFinite(TensorTuple tuple) {
        return Double.isFinite(tuple.magnitude());
    }
}
