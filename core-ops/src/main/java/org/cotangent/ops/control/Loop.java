package org.cotangent.ops.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cotangent.ops.internal.control.ControlOperator;
import org.cotangent.ops.internal.control.LoopKernel;
import org.cotangent.ops.internal.control.LoopSignature;
import org.cotangent.ops.internal.control.SampleBodies;
import org.cotangent.ops.internal.control.Widening;
import org.cotangent.ops.internal.control.derivative.LoopDerivative;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * Runs {@code body} for i = 0, 1, ... as long as i is less than the trip count {@code M} and the condition holds; ONNX
 * Loop, version 25.
 *
 * <p>The body takes (i, condition, carried values, captures) and gives (condition, carried values, scan outputs). What
 * it gives for the carried values is what the next iteration takes; scan outputs of all iterations are stacked along a
 * new first axis. Without an input {@code cond} the condition that the body gives is ignored; without {@code M} there
 * is no limit; without both the loop is refused. The condition that the body takes is always true.
 *
 * <p>The inputs are M, cond, the first carried values, and the captures; the outputs are the last carried values and
 * the stacks. Carried tensors may change their shape from iteration to iteration, what is stacked may not.
 */
public final class Loop extends ControlOperator {
    public Loop() {
        super(
                "Loop",
                25,
                Signature.builder()
                        .optionalFixed("M", Types.int64("I"))
                        .optionalFixed("cond", Types.bool("B"))
                        .variadic("v_initial", anything("V"))
                        .variadicOutput("v_final_and_scan_outputs", anything("V"))
                        .graph(LoopSignature.BODY)
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        LoopSignature signature = LoopSignature.of(call.attributes());
        List<ValueType> given = types(call, 2);
        if (given.size() != signature.carried() + signature.captures()) {
            throw new GraphException("the body carries " + signature.carried() + " values and captures "
                    + signature.captures() + ", but there are " + given.size() + " inputs for them");
        }
        List<ValueType> captures = given.subList(signature.carried(), given.size());
        List<ValueType> after = new ArrayList<>();
        Widening widening = new Widening(call::fresh);
        List<ValueType> carried = widening.fixpoint(given.subList(0, signature.carried()), before -> {
            List<ValueType> inputs = new ArrayList<>(List.of(signature.number(), signature.condition()));
            inputs.addAll(before);
            inputs.addAll(captures);
            after.clear();
            after.addAll(call.body(LoopSignature.BODY, inputs));
            return after.subList(1, 1 + signature.carried());
        });
        List<ValueType> types = new ArrayList<>();
        for (int i = 0; i < signature.carried(); i++) {
            types.add(widening.last(carried.get(i), after.get(1 + i)));
        }
        Dim count = count(call);
        after.stream()
                .skip(1L + signature.carried())
                .forEach(type -> types.add(stacked(widening.outside(type), count)));
        return types;
    }

    private static ValueType stacked(ValueType type, Dim count) {
        if (!(type instanceof TensorType tensor)) {
            return type;
        }
        return tensor.shape().isRanked() ? tensor.with(tensor.shape().insert(0, count)) : tensor;
    }

    /** The number of iterations is known if only the trip count ends the loop. */
    private static Dim count(Inference call) {
        List<Dim> trips = call.has(0) ? call.integers(0) : null;
        Tensor condition = call.has(1) ? call.constant(1) : null;
        boolean counts = !call.has(1)
                || (condition != null
                        && truth(condition)
                        && staysTrue(call.attributes().graph(LoopSignature.BODY).body()));
        if (trips == null || trips.size() != 1 || !counts) {
            return call.fresh("trips");
        }
        Dim count = trips.getFirst();
        return count.isKnown() ? Dim.of(Math.max(0, count.size())) : count;
    }

    /** {@return whether the condition that the body gives is the one it takes, or constant} */
    private static boolean staysTrue(Graph body) {
        Value condition = body.outputs().values().iterator().next();
        for (Node node : body.nodes().reversed()) {
            boolean copies = node.operator().id().qualifiedName().equals("Identity");
            if (copies && node.outputs().contains(condition)) {
                condition = Objects.requireNonNull(node.inputs().getFirst());
            }
        }
        Tensor constant = body.initializers().get(condition);
        return constant == null
                ? List.copyOf(body.inputs().values()).indexOf(condition) == 1
                : constant.elements() == 1 && constant.getLong(0) != 0;
    }

    @Override
    public Forward forward() {
        return new Forward.ValueKernel(LoopKernel::new);
    }

    @Override
    public Derivative derivative() {
        return LoopDerivative.rules();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            Tensor state = draw.tensor(draw.shape(0, 2), -1, 1);
            Tensor factor = draw.tensor(state.sizes(), -1, 1);
            Attributes body = Attributes.none()
                    .with(
                            LoopSignature.BODY,
                            SampleBodies.of(
                                    1,
                                    (f, in) -> {
                                        Value next = f.sub(f.mul(in.get(2), in.get(3)), in.get(3));
                                        return List.of(in.get(1), next, f.mul(next, in.get(2)));
                                    },
                                    TensorType.of(DType.INT64),
                                    TensorType.of(DType.BOOL),
                                    state.type(),
                                    factor.type()));
            Tensor trips = Tensor.scalar((long) draw.integer(0, 3));
            Tensor condition = draw.chance(0.5) ? null : Tensor.of(new boolean[] {true});
            return Domain.Sample.of(body, trips, condition, state, factor).withOutputs(2);
        });
    }
}
