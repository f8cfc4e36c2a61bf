package org.cotangent.ops.nn;

import java.util.List;
import org.cotangent.ops.internal.convolution.Convolution;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.ValueType;

/**
 * Convolves each channel of [batch, channels, length] with a kernel of its own, over this and earlier places only.
 *
 * <p>The weight is [channels, 1, k]. The k - 1 places before the input are {@code past_state}, [batch, channels, k -
 * 1], or zeros; {@code present_state} are the last k - 1 places of both. With {@code activation} silu or swish the
 * result y is {@code y * sigmoid(y)}. ONNX CausalConvWithState, version 27.
 */
public final class CausalConvWithState extends OnnxOperator {
    public CausalConvWithState() {
        super("CausalConvWithState", 27, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T", DType.floating());
        return Signature.builder()
                .input("input", t)
                .parameter("weight", t)
                .optionalParameter("bias", t)
                .optional("past_state", t)
                .output("output", t)
                .output("present_state", t)
                .attribute("activation", "none")
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape x = call.shape(0);
        Shape w = call.shape(1);
        if (x.rank() != 3 || w.rank() != 3 || (w.dim(1).isKnown() && !w.dim(1).is(1)) || differ(x.dim(1), w.dim(0))) {
            throw new ShapeException(
                    "input and weight must be [batch, channels, length] and [channels, 1, k], not " + x + " and " + w);
        }
        if (call.has(2)) {
            Convolution.checkBias(call.shape(2), x.dim(1));
        }
        Shape state = x.with(2, w.dim(2).plus(-1));
        if (call.has(3)) {
            Shape past = call.shape(3);
            for (int axis = 0; axis < 3; axis++) {
                if (past.rank() != 3 || differ(past.dim(axis), state.dim(axis))) {
                    throw new ShapeException("past_state must be of shape " + state + ", not " + past);
                }
            }
        }
        String activation = call.attributes().text("activation");
        if (!List.of("none", "silu", "swish").contains(activation)) {
            throw new AttributeException("activation is '" + activation + "'; it must be none, silu or swish");
        }
        return List.of(call.input(0), call.input(0).with(state));
    }

    private static boolean differ(Dim a, Dim b) {
        return a.isKnown() && b.isKnown() && !a.equals(b);
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(CausalConvWithState::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value x = call.input(0);
        Shape shape = x.shape();
        long before = call.shape(1).size(2) - 1;
        Value past = call.has(3) ? call.input(3) : f.expand(f.scalarLike(x, 0), shape.size(0), shape.size(1), before);
        Value all = f.concat(2, List.of(past, x));
        Value sum = f.op(
                "Conv", Attributes.of("group", shape.size(1)), all, call.input(1), call.has(2) ? call.input(2) : null);
        Value y = call.attributes().text("activation").equals("none") ? sum : f.mul(sum, f.sigmoid(sum));
        Value present = f.slice(all, 2, shape.size(2), shape.size(2) + before);
        return List.of(y, present).subList(0, call.outputCount());
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] x = {draw.integer(1, 2), draw.integer(1, 2), draw.extent()};
            long kernel = draw.integer(1, 3);
            return Domain.Sample.of(
                            Attributes.of("activation", draw.pick("none", "silu", "swish")),
                            draw.tensor(x, -1, 1),
                            draw.tensor(new long[] {x[1], 1, kernel}, -1, 1),
                            draw.chance(0.5) ? null : draw.tensor(new long[] {x[1]}, -1, 1),
                            draw.chance(0.5) ? null : draw.tensor(new long[] {x[0], x[1], kernel - 1}, -1, 1))
                    .withOutputs(2);
        });
    }
}
