package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The call in another integer type gives what it gives in int64, as far as that type can hold it. Floating inputs
 * become small whole numbers; integer inputs are drawn as int64 and keep their values.
 *
 * @param dtype the other type
 */
public record IntegerTypes(DType dtype) implements Law {
    @Override
    public String name() {
        return "integers of " + dtype;
    }

    @Override
    public Verdict check(Trial trial) {
        if (trial.operator().signature().isRandom()) {
            return Verdict.skipped("the operator draws random numbers");
        }
        List<@Nullable Tensor> narrow = new ArrayList<>();
        List<@Nullable Tensor> wide = new ArrayList<>();
        if (!fill(trial, narrow, wide)) {
            return Verdict.skipped("no input may be " + dtype + " or int64 at choice");
        }
        List<Tensor> expected;
        try {
            new KernelCall(
                    trial.operator(), trial.attributes(), narrow, trial.sample().outputs());
            expected = trial.run(wide);
        } catch (CotangentException e) {
            return Verdict.skipped("the call is not one of " + dtype + " and of int64: " + e.getMessage());
        }
        List<Tensor> found = trial.run(narrow);
        for (int k = 0; k < found.size(); k++) {
            Tensor want = expected.get(k);
            Tensor have = found.get(k);
            boolean whole = !want.dtype().isFloating() && !have.dtype().isFloating();
            Tensor same = whole && want.dtype() != have.dtype() ? converted(want, have, isExact(narrow)) : want;
            if (!Bits.equal(same, have)) {
                return Verdict.fail("output " + k + " is " + have + " in " + dtype + " and " + want + " in int64");
            }
        }
        return Verdict.pass();
    }

    /** {@return the call with whole numbers of this type; null if no input may have it} */
    @Nullable
    Trial narrowed(Trial trial) {
        List<@Nullable Tensor> narrow = new ArrayList<>();
        return fill(trial, narrow, new ArrayList<>()) ? trial.withInputs(narrow) : null;
    }

    /** {@return whether any input may have the type, when it and int64 are filled in} */
    private boolean fill(Trial trial, List<@Nullable Tensor> narrow, List<@Nullable Tensor> wide) {
        boolean changes = false;
        for (int i = 0; i < trial.inputs().size(); i++) {
            Tensor input = trial.inputs().get(i);
            TypeVariable type = trial.operator().signature().input(i).type();
            Tensor whole = input == null ? null : whole(input);
            boolean fits = whole != null
                    && type.allowed().contains(dtype)
                    && type.allowed().contains(DType.INT64)
                    && Bits.equal(whole, whole.converted(dtype).converted(DType.INT64));
            narrow.add(whole == null || !fits ? input : whole.converted(dtype));
            wide.add(whole == null || !fits ? input : whole);
            changes |= fits;
        }
        return changes;
    }

    private static boolean isExact(List<@Nullable Tensor> inputs) {
        return inputs.stream().noneMatch(input -> input != null && input.dtype().isFloating());
    }

    /**
     * {@return what is wanted in the type of what was found} Integers wrap around. What came of floating numbers and is
     * out of range is nobody's business.
     */
    private static Tensor converted(Tensor wanted, Tensor found, boolean exact) {
        Tensor converted = wanted.converted(found.dtype());
        for (long i = 0; !exact && i < converted.elements(); i++) {
            if (converted.getDouble(i) != wanted.getDouble(i)) {
                Blocks.copy(found, i, converted, i);
            }
        }
        return converted;
    }

    /** {@return small numbers that every integer type holds} */
    private static @Nullable Tensor whole(Tensor input) {
        if (input.dtype() == DType.INT64) {
            return input;
        }
        if (input.dtype() != DType.DOUBLE) {
            return null;
        }
        Tensor whole = Tensor.allocate(DType.INT64, input.sizes());
        for (long i = 0; i < input.elements(); i++) {
            whole.setLong(i, Math.floorMod(Math.round(4 * input.getDouble(i)), 8L));
        }
        return whole;
    }
}
