package org.cotangent.ops.internal.control;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** SequenceMap as a Loop over the positions, as ONNX defines it. */
public final class MapLoop {
    private MapLoop() {}

    /** {@return the output sequences of a call} */
    public static List<Value> expand(Formulas f, Call call) {
        return of(f, call, inputs(call));
    }

    /** {@return what a map does at each position} */
    public static Graph body(Call call) {
        return call.attributes().graph(LoopSignature.BODY).body();
    }

    /** {@return the inputs, captures included: all are there} */
    public static List<Value> inputs(Call call) {
        return IntStream.range(0, call.inputs().size()).mapToObj(call::input).toList();
    }

    /**
     * {@return the output sequences}
     *
     * @param call to be replaced
     * @param inputs in the place of those of the call, captures included
     */
    public static List<Value> of(Formulas f, Call call, List<Value> inputs) {
        Graph body = body(call);
        int formal = inputs.size() - call.attributes().captures();
        List<ValueType> types = new ArrayList<>(List.of(TensorType.of(DType.INT64), TensorType.of(DType.BOOL)));
        List<@Nullable Value> arguments = new ArrayList<>();
        arguments.add(f.op("SequenceLength", inputs.getFirst()));
        arguments.add(null);
        for (Value output : body.outputs().values()) {
            Value empty = f.op(
                    "SequenceEmpty", Attributes.of("dtype", (long) dtype(output).code()));
            arguments.add(empty);
            types.add(empty.type());
        }
        int results = body.outputs().size();
        arguments.addAll(inputs);
        inputs.forEach(input -> types.add(input.type()));
        Graph loop = Bodies.of(f, "positions", types, (g, in) -> {
            List<Value> given = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                Value value = in.get(2 + results + i);
                boolean mapped = i < formal && value.type() instanceof SequenceType;
                given.add(mapped ? g.op("SequenceAt", value, in.getFirst()) : value);
            }
            List<Value> found = body.inline(g.emitter(), given);
            List<Value> next = new ArrayList<>(List.of(in.get(1)));
            for (int k = 0; k < results; k++) {
                next.add(g.op("SequenceInsert", in.get(2 + k), found.get(k)));
            }
            return next;
        });
        Attributes attributes = Attributes.none().with(LoopSignature.BODY, new Attribute.OfGraph(loop, inputs.size()));
        return f.call("", "Loop", attributes, results, arguments.toArray(new @Nullable Value[0]))
                .subList(0, call.outputCount());
    }

    private static DType dtype(Value output) {
        if (output.type() instanceof TensorType type) {
            return type.dtype();
        }
        throw new TypeException("the body of a map must give tensors, not " + output);
    }
}
