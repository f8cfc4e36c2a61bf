package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.graph.CallTypes;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Role;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What the operator infers is what comes out: element types, ranks, sizes and stated elements.
 *
 * @param view what inference gets to see of the call
 */
public record InferenceLaw(View view) implements Law {
    /** What inference gets to see. */
    public enum View {
        /** All sizes and the elements of fixed inputs: the outputs of most operators are then static. */
        EVERYTHING("inference", true, false),
        /** All sizes but no elements: nothing wrong may be said. */
        SIZES("inference without constants", false, false),
        /** Symbols in place of the sizes above 1 of data, the same for the same size. */
        SYMBOLS("inference of symbolic sizes", true, true);

        private final String title;
        private final boolean constants;
        private final boolean symbolic;

        View(String title, boolean constants, boolean symbolic) {
            this.title = title;
            this.constants = constants;
            this.symbolic = symbolic;
        }
    }

    @Override
    public String name() {
        return view.title;
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return true;
    }

    @Override
    public Verdict check(Trial trial) {
        LongFunction<Dim> dim = view.symbolic ? size -> size > 1 ? Dim.symbol("s" + size) : Dim.of(size) : Dim::of;
        CallTypes.Result result;
        try {
            result = infer(trial, dim);
        } catch (CotangentException e) {
            return Verdict.fail("infer refuses a legal call: " + e.getMessage());
        }
        List<Tensor> outputs = trial.outputs();
        for (int i = 0; i < outputs.size(); i++) {
            String problem = problem(result, i, outputs.get(i));
            if (problem != null) {
                return Verdict.fail("output " + trial.outputName(i) + ": " + problem);
            }
        }
        return Verdict.pass();
    }

    private CallTypes.Result infer(Trial trial, LongFunction<Dim> dim) {
        CallFacts facts = new CallFacts();
        List<@Nullable Value> values = new ArrayList<>();
        for (int i = 0; i < trial.inputs().size(); i++) {
            Tensor tensor = trial.inputs().get(i);
            Role role = trial.operator().signature().input(i).role();
            boolean isFixed = view.constants && role == Role.FIXED;
            if (tensor == null) {
                values.add(null);
                continue;
            }
            LongFunction<Dim> sizes = role == Role.DATA ? dim : Dim::of;
            List<Dim> dims = tensor.shape().dims().stream()
                    .map(d -> sizes.apply(d.size()))
                    .toList();
            Value value = new Value(trial.inputName(i), new TensorType(tensor.dtype(), Shape.of(dims)));
            if (isFixed) {
                facts.know(value, tensor);
            }
            values.add(value);
        }
        return new CallTypes(trial.operator(), trial.operator().id().type())
                .infer(trial.attributes(), values, trial.sample().outputs(), facts);
    }

    private static @Nullable String problem(CallTypes.Result result, int i, Tensor output) {
        ValueType inferred = result.types().get(i);
        if (!(inferred instanceof TensorType type)) {
            return null;
        }
        if (type.dtype() != output.dtype()) {
            return "inferred " + type + ", computed " + output.type();
        }
        Shape shape = type.shape().substitute(InferenceLaw::sizeOf);
        if (shape.isRanked()) {
            boolean fits = shape.rank() == output.rank();
            for (int axis = 0; fits && axis < shape.rank(); axis++) {
                fits = !shape.dim(axis).isKnown() || shape.dim(axis).is(output.size(axis));
            }
            if (!fits) {
                return "inferred " + type + ", computed " + output.type();
            }
        }
        List<Dim> elements = result.integers().get(i);
        if (elements != null) {
            for (int k = 0; k < elements.size(); k++) {
                Dim stated = Objects.requireNonNull(elements.get(k)).substitute(InferenceLaw::sizeOf);
                if (stated.isKnown() && (k >= output.elements() || !stated.is(output.getLong(k)))) {
                    return "stated elements " + elements + ", computed " + output;
                }
            }
        }
        return null;
    }

    /** The symbol of size 3 is {@code s3}. */
    private static @Nullable Dim sizeOf(String symbol) {
        return symbol.matches("s\\d+") ? Dim.of(Long.parseLong(symbol.substring(1))) : null;
    }
}
