package org.cotangent.ops.sequence;

import java.util.List;
import org.cotangent.ops.internal.control.Bodies;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** The sum of the tensors of a sequence, all of the shape of {@code like}; zeros if there are none. */
public final class SequenceSum extends OnnxOperator {
    public SequenceSum() {
        super(
                new OperatorId(OperatorId.COTANGENT, "SequenceSum", 1),
                Signature.builder()
                        .input("input_sequence", Types.numeric("T").in(TypeVariable.Kind.SEQUENCE))
                        .fixed("like", Types.numeric("T"))
                        .output("sum", Types.numeric("T"))
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        return List.of(call.input(1));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(SequenceSum::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value sequence = call.input(0);
        Value first = f.zerosLike(call.input(1));
        List<ValueType> types =
                List.of(TensorType.of(DType.INT64), TensorType.of(DType.BOOL), first.type(), sequence.type());
        var body = Bodies.of(f, "sum", types, (g, in) -> {
            Value sum = g.add(in.get(2), g.op("SequenceAt", in.get(3), in.get(0)));
            return List.of(in.get(1), g.reshapeLike(sum, in.get(2)));
        });
        Attributes attributes = Attributes.none().with("body", new Attribute.OfGraph(body, 1));
        @Nullable Value[] inputs = {f.op("SequenceLength", sequence), null, first, sequence};
        return List.of(f.op("Loop", attributes, inputs));
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear((f, at, k, cotangents) -> repeated(f, at, cotangents.getFirst()));
    }

    private static Value repeated(Formulas f, Point at, Value cotangent) {
        return Bodies.lifted(f, "repeat", List.of(at.input(0), cotangent), (g, in) -> g.op("Identity", in.get(1)));
    }
}
