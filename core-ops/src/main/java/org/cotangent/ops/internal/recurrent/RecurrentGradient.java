package org.cotangent.ops.internal.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.ops.internal.support.ExpectedShape;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** A recurrent layer run back in time: its {@link ReverseCell} says what it is. */
public abstract class RecurrentGradient extends OnnxOperator {
    static final int R = 0;
    static final int TRACE = 1;
    static final int LENGTHS = 2;
    static final int DY = 3;
    static final int DY_H = 4;
    static final int DY_C = 5;
    static final int PEEPHOLES = 6;

    private final RecurrentKind kind;

    protected RecurrentGradient(RecurrentKind kind, Signature.Builder ports) {
        super(new OperatorId(OperatorId.COTANGENT, kind.name() + "Gradient", 1), ports.build());
        this.kind = kind;
    }

    /** {@return the ports and attributes of the gradient of such a layer} */
    protected static Signature.Builder declare(RecurrentKind kind) {
        TypeVariable t = TypeVariable.of("T", DType.floating());
        Signature.Builder ports = Signature.builder()
                .parameter("R", t)
                .input("trace", t)
                .optionalFixed("sequence_lens", TypeVariable.of("T1", DType.INT32))
                .optional("dY", t)
                .optional("dY_h", t)
                .output("dSums", t)
                .optionalOutput("dinitial_h", t)
                .attribute("direction", "forward");
        return kind.hasCellState()
                ? ports.optional("dY_c", t).optionalParameter("P", t).optionalOutput("dinitial_c", t)
                : ports;
    }

    @Override
    public final List<? extends ValueType> infer(Inference call) {
        Shape r = call.shape(R);
        Shape trace = call.shape(TRACE);
        if (r.rank() != 3 || trace.rank() != 4) {
            throw new ShapeException("R must have 3 axes and the trace 4, not shapes " + r + " and " + trace);
        }
        Dim hidden = r.dim(2);
        Dim directions = Dim.of(RecurrentLayout.directions(call.attributes()).size());
        Shape moments = trace.slice(0, 3);
        Shape state = Shape.of(List.of(directions, trace.dim(2), hidden));
        expect(call, R, Shape.of(List.of(directions, hidden.times(kind.gates()), hidden)));
        expect(call, TRACE, moments.insert(3, hidden.times(kind.traced())));
        expect(call, LENGTHS, Shape.of(List.of(trace.dim(2))));
        expect(call, DY, moments.insert(3, hidden));
        expect(call, DY_H, state);
        expect(call, DY_C, state);
        expect(call, PEEPHOLES, Shape.of(List.of(directions, hidden.times(3))));
        TensorType type = call.input(R);
        TensorType sums = type.with(moments.insert(3, hidden.times(kind.gates())));
        return kind.hasCellState()
                ? List.of(sums, type.with(state), type.with(state))
                : List.of(sums, type.with(state));
    }

    private static void expect(Inference call, int input, Shape expected) {
        if (call.has(input)) {
            ExpectedShape.check(input, call.shape(input), expected);
        }
    }

    @Override
    public final Forward forward() {
        return new Forward.Expansion((f, call) -> GradientExpansion.expand(f, call, kind));
    }

    @Override
    public final Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    /** {@return more attributes for a test call} */
    protected Attributes sample(Draw draw, Attributes attributes) {
        return attributes;
    }

    @Override
    public final Domain domain() {
        return Domain.of(draw -> {
            String direction = draw.pick("forward", "reverse", "bidirectional");
            long d = direction.equals("bidirectional") ? 2 : 1;
            long time = draw.extent();
            long batch = draw.integer(1, 2);
            long hidden = draw.integer(1, 2);
            long[] state = {d, batch, hidden};
            List<@Nullable Tensor> tensors = new ArrayList<>();
            tensors.add(draw.tensor(new long[] {d, kind.gates() * hidden, hidden}, -1, 1));
            tensors.add(draw.tensor(new long[] {time, d, batch, kind.traced() * hidden}, -1, 1));
            tensors.add(draw.chance(0.6) ? null : draw.tensor(DType.INT32, new long[] {batch}, 1, time + 1.0));
            tensors.add(draw.chance(0.3) ? null : draw.tensor(new long[] {time, d, batch, hidden}, -1, 1));
            tensors.add(draw.chance(0.3) ? null : draw.tensor(state, -1, 1));
            if (kind.hasCellState()) {
                tensors.add(draw.chance(0.5) ? null : draw.tensor(state, -1, 1));
                tensors.add(draw.chance(0.5) ? null : draw.tensor(new long[] {d, 3 * hidden}, -1, 1));
            }
            Attributes attributes = sample(draw, Attributes.of("direction", direction));
            return new Domain.Sample(attributes, tensors, draw.integer(1, kind.hasCellState() ? 3 : 2));
        });
    }
}
