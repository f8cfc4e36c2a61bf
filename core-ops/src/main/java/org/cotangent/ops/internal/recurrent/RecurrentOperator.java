package org.cotangent.ops.internal.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.ops.internal.support.ExpectedShape;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** A recurrent layer of ONNX: its cell says what it is. */
public abstract class RecurrentOperator extends OnnxOperator {
    /** The type of all tensors but lengths. */
    protected static final TypeVariable T = TypeVariable.of("T", DType.floating());

    private final RecurrentKind kind;

    protected RecurrentOperator(RecurrentKind kind, Signature.Builder ports) {
        super(kind.name(), 22, ports.residual("trace", T).build());
        this.kind = kind;
    }

    /** {@return the ports and attributes that all recurrent layers have} */
    protected static Signature.Builder declare() {
        return Signature.builder()
                .input("X", T)
                .parameter("W", T)
                .parameter("R", T)
                .optionalParameter("B", T)
                .optionalFixed("sequence_lens", TypeVariable.of("T1", DType.INT32))
                .optional("initial_h", T)
                .optionalOutput("Y", T)
                .optionalOutput("Y_h", T)
                .optionalAttribute("activation_alpha", new Attribute.OfFloats(List.of()))
                .optionalAttribute("activation_beta", new Attribute.OfFloats(List.of()))
                .optionalAttribute("activations", new Attribute.OfStrings(List.of()))
                .optionalAttribute("clip", new Attribute.OfFloat(0))
                .attribute("direction", "forward")
                .optionalInteger("hidden_size")
                .attribute("layout", 0);
    }

    /** {@return the cells, one per direction} */
    protected abstract List<? extends RecurrentCell> cells(Attributes attributes, int directions);

    /** {@return more attributes for a test call} */
    protected Attributes sample(Draw draw, Attributes attributes) {
        return attributes;
    }

    @Override
    public final List<? extends ValueType> infer(Inference call) {
        Shape x = call.shape(0);
        Shape w = call.shape(1);
        Shape r = call.shape(2);
        if (x.rank() != 3 || w.rank() != 3 || r.rank() != 3) {
            throw new ShapeException("X, W and R must have 3 axes, not shapes " + x + ", " + w + " and " + r);
        }
        if (call.attributes().has("clip") && !(call.attributes().real("clip") >= 0)) {
            throw new AttributeException(
                    "clip must not be negative, it is " + call.attributes().real("clip"));
        }
        int directions = RecurrentLayout.directions(call.attributes()).size();
        cells(call.attributes(), directions);
        boolean batchFirst = call.attributes().flag("layout");
        Dim time = x.dim(batchFirst ? 1 : 0);
        Dim batch = x.dim(batchFirst ? 0 : 1);
        Dim hidden =
                call.attributes().has("hidden_size") ? Dim.of(call.attributes().integer("hidden_size")) : r.dim(2);
        Dim d = Dim.of(directions);
        Dim wide = hidden.times(kind.gates());
        Shape state = batchFirst ? Shape.of(List.of(batch, d, hidden)) : Shape.of(List.of(d, batch, hidden));
        expect(call, 1, Shape.of(List.of(d, wide, x.dim(2))));
        expect(call, 2, Shape.of(List.of(d, wide, hidden)));
        expect(call, 3, Shape.of(List.of(d, wide.times(2))));
        expect(call, 4, Shape.of(List.of(batch)));
        expect(call, 5, state);
        expect(call, 6, state);
        expect(call, 7, Shape.of(List.of(d, hidden.times(3))));
        Shape y = batchFirst ? Shape.of(List.of(batch, time, d, hidden)) : Shape.of(List.of(time, d, batch, hidden));
        TensorType type = call.input(0);
        Shape trace = Shape.of(List.of(time, d, batch, hidden.times(kind.traced())));
        return kind.hasCellState()
                ? List.of(type.with(y), type.with(state), type.with(state), type.with(trace))
                : List.of(type.with(y), type.with(state), type.with(trace));
    }

    private static void expect(Inference call, int input, Shape expected) {
        if (!call.has(input)) {
            return;
        }
        ExpectedShape.check(input, call.shape(input), expected);
    }

    @Override
    public final Forward forward() {
        return new Forward.HostKernel(
                call -> {
                    RecurrentLayout layout = RecurrentLayout.of(
                            call.attributes(),
                            call.input(0).shape(),
                            call.input(2).shape());
                    return RecurrentKernel.of(call, layout, cells(call.attributes(), layout.directions()));
                },
                (f, call) -> {
                    int directions =
                            RecurrentLayout.directions(call.attributes()).size();
                    return RecurrentExpansion.expand(f, call, cells(call.attributes(), directions));
                });
    }

    @Override
    public final Derivative derivative() {
        return new Derivative.ByExpansion(new RecurrentRule(kind));
    }

    @Override
    public final Domain domain() {
        return Domain.of(draw -> {
            String direction = draw.pick("forward", "reverse", "bidirectional");
            long d = direction.equals("bidirectional") ? 2 : 1;
            boolean batchFirst = draw.chance(0.4);
            long time = draw.extent();
            long batch = draw.integer(1, 2);
            long inputs = draw.integer(1, 2);
            long hidden = draw.integer(1, 2);
            long wide = kind.gates() * hidden;
            long[] state = batchFirst ? new long[] {batch, d, hidden} : new long[] {d, batch, hidden};
            Attributes attributes = Attributes.of("direction", direction)
                    .with("hidden_size", hidden)
                    .with("layout", batchFirst ? 1 : 0);
            if (draw.chance(0.2)) {
                attributes = attributes.with("clip", 50f);
            }
            List<@Nullable Tensor> tensors = new ArrayList<>();
            tensors.add(draw.tensor(
                    batchFirst ? new long[] {batch, time, inputs} : new long[] {time, batch, inputs}, -1, 1));
            tensors.add(draw.tensor(new long[] {d, wide, inputs}, -1, 1));
            tensors.add(draw.tensor(new long[] {d, wide, hidden}, -1, 1));
            tensors.add(draw.chance(0.3) ? null : draw.tensor(new long[] {d, 2 * wide}, -1, 1));
            tensors.add(draw.chance(0.6) ? null : draw.tensor(DType.INT32, new long[] {batch}, 1, time + 1.0));
            tensors.add(draw.chance(0.5) ? null : draw.tensor(state, -1, 1));
            if (kind.hasCellState()) {
                tensors.add(draw.chance(0.5) ? null : draw.tensor(state, -1, 1));
                tensors.add(draw.chance(0.5) ? null : draw.tensor(new long[] {d, 3 * hidden}, -1, 1));
            }
            return new Domain.Sample(sample(draw, attributes), tensors, draw.integer(1, kind.hasCellState() ? 3 : 2));
        });
    }
}
