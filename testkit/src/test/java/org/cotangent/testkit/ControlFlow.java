package org.cotangent.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** Branches and loops as functions of functions. */
final class ControlFlow {
    /** What a branch or an iteration computes. */
    interface Body extends BiFunction<Formulas, List<Value>, List<Value>> {}

    private ControlFlow() {}

    static Attribute.OfGraph graph(Formulas f, int captures, Body body, List<ValueType> inputs) {
        GraphBuilder builder = new GraphBuilder("body", f.emitter().operators());
        List<Value> arguments = new ArrayList<>();
        for (ValueType type : inputs) {
            arguments.add(builder.input("x" + arguments.size(), type));
        }
        int i = 0;
        for (Value output : body.apply(new Formulas(builder), arguments)) {
            builder.output("y" + i++, output);
        }
        return new Attribute.OfGraph(builder.build(), captures);
    }

    private static List<ValueType> types(List<Value> values) {
        return new ArrayList<>(values.stream().map(Value::type).toList());
    }

    /** {@return condition ? then(captures) : otherwise(captures)} */
    static List<Value> branch(Formulas f, Value condition, int outputs, Body then, Body otherwise, Value... captures) {
        List<Value> values = Arrays.asList(captures);
        Attributes attributes = Attributes.none()
                .with("then_branch", graph(f, captures.length, then, types(values)))
                .with("else_branch", graph(f, captures.length, otherwise, types(values)));
        List<@Nullable Value> inputs = new ArrayList<>(values);
        inputs.addFirst(condition);
        return f.call("", "If", attributes, outputs, inputs.toArray(new @Nullable Value[0]));
    }

    /**
     * {@return the outputs of a loop}
     *
     * @param body of (number, condition, carried..., captures...) to (condition, carried..., scans...)
     */
    static List<Value> loop(
            Formulas f,
            @Nullable Value trips,
            @Nullable Value condition,
            int outputs,
            Body body,
            List<Value> carried,
            Value... captures) {
        List<Value> values = new ArrayList<>(carried);
        values.addAll(Arrays.asList(captures));
        List<ValueType> types = types(values);
        types.addAll(0, List.of(TensorType.of(DType.INT64), TensorType.of(DType.BOOL)));
        List<@Nullable Value> inputs = new ArrayList<>(Arrays.asList(trips, condition));
        inputs.addAll(values);
        Attributes attributes = Attributes.none().with("body", graph(f, captures.length, body, types));
        return f.call("", "Loop", attributes, outputs, inputs.toArray(new @Nullable Value[0]));
    }

    /** {@return the outputs of a scan along the first axes of tensors} */
    static List<Value> scan(
            Formulas f, int outputs, Body body, List<Value> states, List<Value> slices, Value... captures) {
        List<Value> values = new ArrayList<>(states);
        values.addAll(slices);
        values.addAll(Arrays.asList(captures));
        List<ValueType> types = types(values);
        for (int i = states.size(); i < states.size() + slices.size(); i++) {
            TensorType whole = values.get(i).tensorType();
            types.set(i, whole.with(whole.shape().without(0)));
        }
        Attributes attributes = Attributes.of("num_scan_inputs", (long) slices.size())
                .with("body", graph(f, captures.length, body, types));
        return f.call("", "Scan", attributes, outputs, values.toArray(new @Nullable Value[0]));
    }

    /** {@return the sequences of what a body gives for the tensors of sequences} */
    static List<Value> map(Formulas f, int outputs, Body body, List<Value> mapped, Value... captures) {
        List<Value> values = new ArrayList<>(mapped);
        values.addAll(Arrays.asList(captures));
        List<ValueType> types = types(values);
        for (int i = 0; i < mapped.size(); i++) {
            if (types.get(i) instanceof SequenceType sequence) {
                types.set(i, sequence.element());
            }
        }
        Attributes attributes = Attributes.none().with("body", graph(f, captures.length, body, types));
        return f.call("", "SequenceMap", attributes, outputs, values.toArray(new @Nullable Value[0]));
    }

    static Value number(Formulas f, long number) {
        return f.constant(Tensor.scalar(number));
    }
}
