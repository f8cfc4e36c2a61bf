package org.cotangent.ops.nn;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.ops.internal.attention.AttentionShapes;
import org.cotangent.ops.internal.control.SampleBodies;
import org.cotangent.ops.internal.matrix.MatrixShapes;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * Attention with scores and weights of one's own making: {@code Y = prob_mod(softmax(score_mod(scale Q K^T))) V} per
 * batch and head.
 *
 * <p>Q is [batch, heads, queries, size], K and V are [batch, groups, keys, size]: each of their heads serves as many
 * consecutive heads of Q as there are of these per one of those. The modifiers are graphs from a tensor [batch, heads,
 * queries, keys] of {@code softmax_precision} (float32, or float64 for float64) to one of the same type; the inputs
 * after V are what they capture. The scale is {@code 1 / sqrt(size)} unless given. ai.onnx.preview FlexAttention,
 * version 1.
 */
public final class FlexAttention extends OnnxOperator {
    private static final String SCORES = "score_mod";
    private static final String WEIGHTS = "prob_mod";
    private static final int CAPTURES = 3;

    public FlexAttention() {
        super(new OperatorId("ai.onnx.preview", "FlexAttention", 1), signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T1", DType.floating());
        return Signature.builder()
                .input("Q", t)
                .input("K", t)
                .input("V", t)
                .variadic("captures", Types.any("C").in(TypeVariable.Kind.ANY))
                .output("Y", t)
                .graph(WEIGHTS)
                .optionalAttribute("scale", new Attribute.OfFloat(1))
                .graph(SCORES)
                .optionalInteger("softmax_precision")
                .build();
    }

    private static DType precision(Attributes attributes, DType dtype) {
        if (!attributes.has("softmax_precision")) {
            return dtype == DType.DOUBLE ? DType.DOUBLE : DType.FLOAT;
        }
        DType told = attributes.dtype("softmax_precision");
        if (!told.isFloating()) {
            throw new AttributeException("softmax_precision must be a floating type, not " + told);
        }
        return told;
    }

    @Override
    public List<TensorType> infer(Inference call) {
        for (int i = 0; i < CAPTURES; i++) {
            if (call.shape(i).rank() != 4) {
                throw new ShapeException("Q, K and V must be [batch, heads, sequence, size], not " + call.shape(i));
            }
        }
        Shape products = AttentionShapes.products(call.shape(0), call.shape(1), call.shape(2));
        TensorType scores = new TensorType(precision(call.attributes(), call.dtype(0)), products);
        checkModifier(call, SCORES, scores);
        checkModifier(call, WEIGHTS, scores);
        return List.of(call.input(0).with(call.shape(0).with(3, call.shape(2).dim(3))));
    }

    private static void checkModifier(Inference call, String name, TensorType scores) {
        if (!call.attributes().has(name)) {
            return;
        }
        List<ValueType> inputs = new ArrayList<>(List.of(scores));
        for (int i = CAPTURES; i < call.inputCount(); i++) {
            ValueType type = call.find(i);
            if (type == null) {
                throw new GraphException("input " + i + ", which '" + name + "' captures, is absent");
            }
            inputs.add(type);
        }
        List<ValueType> outputs = call.body(name, inputs);
        boolean fits = outputs.size() == 1
                && outputs.getFirst() instanceof TensorType type
                && (!type.shape().isRanked() || type.shape().rank() == 4);
        if (!fits) {
            throw new TypeException(name + " must give one tensor like its input " + scores + ", not " + outputs);
        }
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(FlexAttention::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value q = call.input(0);
        Value k = call.input(1);
        Value v = call.input(2);
        Shape products = AttentionShapes.products(q.shape(), k.shape(), v.shape());
        DType precision = precision(call.attributes(), q.dtype());
        Value grouped = AttentionShapes.group(f, q, k.shape().dim(1));
        Value scores = f.reshape(scaled(f, grouped, k, call.attributes()), products);
        Value weights = f.softmax(modified(f, call, SCORES, f.cast(scores, precision)), -1);
        Value used = AttentionShapes.group(
                f, modified(f, call, WEIGHTS, weights), v.shape().dim(1));
        Value mixed = f.matmul(used, f.cast(v, precision));
        return List.of(f.cast(f.reshape(mixed, q.shape().with(3, v.shape().dim(3))), v.dtype()));
    }

    private static Value scaled(Formulas f, Value q, Value k, Attributes attributes) {
        double scale = attributes.has("scale")
                ? attributes.real("scale")
                : 1 / Math.sqrt((double) q.shape().size(3));
        return MatrixShapes.multiply(f, f.mul(q, scale), false, k, true, 1);
    }

    private static Value modified(Formulas f, Call call, String name, Value x) {
        if (!call.attributes().has(name)) {
            return x;
        }
        List<Value> arguments = new ArrayList<>(List.of(x));
        for (int i = CAPTURES; i < call.inputs().size(); i++) {
            arguments.add(call.input(i));
        }
        Value result = call.attributes()
                .graph(name)
                .body()
                .inline(f.emitter(), arguments)
                .getFirst();
        return f.cast(result, x.dtype());
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long batch = draw.integer(1, 2);
            long groups = draw.integer(1, 2);
            long heads = groups * draw.integer(1, 2);
            long queries = draw.extent();
            long keys = draw.extent();
            long size = draw.extent();
            Tensor q = draw.tensor(new long[] {batch, heads, queries, size}, -0.5, 0.5);
            Tensor k = draw.tensor(new long[] {batch, groups, keys, size}, -0.5, 0.5);
            Tensor v = draw.tensor(new long[] {batch, groups, keys, draw.extent()}, -0.5, 0.5);
            Attributes attributes =
                    draw.chance(0.5) ? Attributes.none() : Attributes.none().with("scale", 0.5f);
            if (draw.chance(0.3)) {
                return Domain.Sample.of(attributes, q, k, v);
            }
            Tensor bias = draw.tensor(new long[] {queries, keys}, -1, 1);
            TensorType scores = TensorType.of(DType.DOUBLE, batch, heads, queries, keys);
            Attributes modified = attributes
                    .with(SCORES, SampleBodies.of(1, FlexAttention::sum, scores, bias.type()))
                    .with(WEIGHTS, SampleBodies.of(1, FlexAttention::product, scores, bias.type()));
            return Domain.Sample.of(modified, q, k, v, bias);
        });
    }

    private static List<Value> sum(Formulas f, List<Value> in) {
        return List.of(f.add(in.get(0), in.get(1)));
    }

    private static List<Value> product(Formulas f, List<Value> in) {
        return List.of(f.mul(in.get(0), f.mul(in.get(0), in.get(1))));
    }
}
