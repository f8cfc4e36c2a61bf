package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.graph.CallTypes;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A call that something is wrong with is refused by a typed error, or taken and then done right: never answered by an
 * error of the Java library, never by outputs of other types than were inferred.
 *
 * <p>The call is that of the domain with an input missing, of another rank, of other sizes or element type, or with an
 * attribute or the elements of a fixed input that make no sense. Errors for inputs that are missing or of an element
 * type that the signature does not allow must name operator and input.
 */
public final class MutatedCalls implements Law {
    private static final long MOST_ELEMENTS = 10_000;

    @Override
    public String name() {
        return "wrong calls are refused";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return true;
    }

    @Override
    public Verdict check(Trial trial) {
        for (Mutation mutation : Mutation.all(trial)) {
            String problem = problem(trial, mutation);
            if (problem != null) {
                return Verdict.fail("with " + mutation.description() + ", " + problem);
            }
        }
        return Verdict.pass();
    }

    private static @Nullable String problem(Trial trial, Mutation mutation) {
        Domain.Sample sample = mutation.sample();
        try {
            Operator operator = trial.operator();
            Attributes attributes = new CallTypes(operator, operator.id().type()).resolve(sample.attributes());
            KernelCall call = new KernelCall(operator, attributes, sample.inputs(), sample.outputs());
            if (mutation.refusedFor() != null) {
                return "the call is taken, though the signature forbids it";
            }
            if (!isSmall(call)) {
                return null;
            }
            Trial mutated = new Trial(trial.bench(), operator, sample, 3);
            return new InferenceLaw(InferenceLaw.View.EVERYTHING).check(mutated) instanceof Verdict.Fail(String details)
                    ? details
                    : null;
        } catch (CotangentException e) {
            return isTyped(e) ? unnamed(trial, mutation, e) : "the error is not one of the operator: " + rootOf(e);
        } catch (RuntimeException e) {
            return "the call fails by " + e
                    + Arrays.stream(e.getStackTrace())
                            .limit(1)
                            .map(frame -> " at " + frame)
                            .collect(Collectors.joining());
        }
    }

    private static boolean isSmall(KernelCall call) {
        long elements = 0;
        for (int i = 0; i < call.outputCount(); i++) {
            TensorType type = call.output(i);
            if (type == null || !type.isStatic()) {
                return false;
            }
            elements += type.shape().elements().size();
        }
        for (Tensor input : call.inputs()) {
            elements += input == null ? 0 : input.elements();
        }
        return elements <= MOST_ELEMENTS;
    }

    private static Throwable rootOf(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** An error of the framework that does not only carry one of the Java library. */
    private static boolean isTyped(CotangentException e) {
        return rootOf(e) instanceof CotangentException || rootOf(e) instanceof UnsupportedOperationException;
    }

    private static @Nullable String unnamed(Trial trial, Mutation mutation, CotangentException e) {
        String port = mutation.refusedFor();
        if (port == null) {
            return null;
        }
        List<String> missing = new ArrayList<>(List.of(trial.operator().id().type(), "'" + port + "'"));
        missing.removeIf(name -> Objects.requireNonNullElse(e.getMessage(), "").contains(name));
        return missing.isEmpty() ? null : "the error does not name " + missing + ": " + e.getMessage();
    }
}
