package org.cotangent.autograd;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.cotangent.engine.autodiff.Site;
import org.cotangent.engine.eager.Eager;
import org.cotangent.engine.eager.Tape;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.ValueType;

/**
 * A recorded function as one operation, whose inputs are all values from outside that require gradients. Its rule runs
 * the function again.
 */
final class Recomputation implements Operator {
    private final Supplier<Value> again;

    private Recomputation(Supplier<Value> again) {
        this.again = again;
    }

    static Variable of(Autograd autograd, UnaryOperator<Variable> f, Variable x) {
        if (!(autograd.recorder() instanceof Eager eager) || !eager.isRecording()) {
            return f.apply(x);
        }
        long position = eager.position();
        long before = eager.created();
        Value first = f.apply(x).value();
        if (!eager.requiresGrad(first) || eager.origin(first) == null) {
            return autograd.variable(first);
        }
        Set<Value> outside = outside(eager, first, before);
        Recomputation operator = new Recomputation(() -> eager.replaying(
                position, () -> eager.recording(true, () -> f.apply(x).value())));
        return autograd.variable(eager.recorded(operator, new ArrayList<>(outside), eager.datum(first)));
    }

    /** {@return what was there before and is read by the calls behind a value} */
    private static Set<Value> outside(Eager eager, Value value, long before) {
        Set<Value> outside = new LinkedHashSet<>();
        for (Site site : inner(eager, value, before).sites()) {
            for (Value input : site.inputs()) {
                boolean tracked = input != null && eager.requiresGrad(input);
                if (tracked && (eager.origin(input) == null || eager.created(input) < before)) {
                    outside.add(input);
                }
            }
        }
        return outside;
    }

    private static Tape inner(Eager eager, Value value, long before) {
        return new Tape(Tape.behind(eager, List.of(value)).sites().stream()
                .filter(site -> eager.created(site.outputs().getFirst()) >= before)
                .toList());
    }

    @Override
    public OperatorId id() {
        return new OperatorId(OperatorId.COTANGENT, "Recomputation", 1);
    }

    @Override
    public Signature signature() {
        TypeVariable any = TypeVariable.of("T", DType.floating()).in(TypeVariable.Kind.ANY);
        return Signature.builder().variadic("xs", any).output("y", any).build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        throw new UnsupportedOperationException("a recomputation is recorded, not emitted");
    }

    @Override
    public Forward forward() {
        throw new UnsupportedOperationException("a recomputation is recorded, not emitted");
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Rules(null, this::vjp);
    }

    private List<Tangent> vjp(Formulas f, Point at, List<Tangent> cotangents, Set<Integer> wanted) {
        Eager eager = (Eager) f.emitter();
        long before = eager.created();
        Value output = again.get();
        List<Tangent> result = new ArrayList<>();
        Map<Value, Value> found = cotangents.getFirst() instanceof Tangent.Of(Value cotangent)
                ? inner(eager, output, before)
                        .pull(
                                f,
                                Map.of(output, cotangent),
                                at.inputs().stream().map(Value.class::cast).toList())
                : Map.of();
        for (Value input : at.inputs()) {
            Value gradient = input == null ? null : found.get(input);
            result.add(gradient == null ? Tangent.zero() : Tangent.of(gradient));
        }
        return result;
    }
}
