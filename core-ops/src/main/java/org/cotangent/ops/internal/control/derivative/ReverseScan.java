package org.cotangent.ops.internal.control.derivative;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.ops.internal.control.Bodies;
import org.cotangent.ops.internal.control.ScanSignature;
import org.cotangent.ops.internal.control.derivative.ReverseIteration.Argument;
import org.cotangent.ops.internal.control.derivative.ReverseIteration.Axis;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** Goes backwards by one Scan: where all that is handed on are tensors that keep their shape. */
final class ReverseScan {
    private final Formulas f;
    private final ReverseIteration reverse;
    private final List<Argument.Slice> slices = new ArrayList<>();
    private final List<Value> captures = new ArrayList<>();
    private final int states;

    private ReverseScan(Formulas f, ReverseIteration reverse) {
        this.f = f;
        this.reverse = reverse;
        this.states = reverse.handedOn().size() + reverse.shared().size();
        for (Argument argument : reverse.arguments()) {
            if (argument instanceof Argument.Slice slice && !slices.contains(slice)) {
                slices.add(slice);
            }
            if (argument instanceof Argument.Shared(Value value) && !captures.contains(value)) {
                captures.add(value);
            }
        }
    }

    /** {@return the cotangents of what the first iteration took, the sums, and the slices put together} */
    static List<Value> emit(Formulas f, ReverseIteration reverse) {
        return new ReverseScan(f, reverse).emit();
    }

    private List<Value> emit() {
        List<Value> inputs = new ArrayList<>(reverse.handedOn());
        inputs.addAll(reverse.shared());
        List<ValueType> types = new ArrayList<>(inputs.stream().map(Value::type).toList());
        for (Argument.Slice slice : slices) {
            TensorType whole = slice.whole().tensorType();
            inputs.add(slice.whole());
            types.add(whole.with(whole.shape().without(slice.axis().axis())));
        }
        inputs.addAll(captures);
        captures.forEach(capture -> types.add(capture.type()));
        Graph body = Bodies.of(f, "backward", types, this::iteration);
        List<Axis> axes = slices.stream().map(Argument.Slice::axis).toList();
        Attributes attributes = Attributes.none()
                .with(ScanSignature.BODY, new Attribute.OfGraph(body, captures.size()))
                .with(ScanSignature.COUNT, slices.size())
                .with(ScanSignature.INPUT_AXES, places(axes))
                .with(ScanSignature.INPUT_DIRECTIONS, backwards(axes))
                .with(ScanSignature.OUTPUT_AXES, places(reverse.sliced()))
                .with(ScanSignature.OUTPUT_DIRECTIONS, backwards(reverse.sliced()));
        int outputs = states + reverse.sliced().size();
        return f.call("", "Scan", attributes, outputs, inputs.toArray(new @Nullable Value[0]));
    }

    private List<Value> iteration(Formulas g, List<Value> in) {
        List<Value> given = new ArrayList<>();
        for (Argument argument : reverse.arguments()) {
            given.add(
                    switch (argument) {
                        case Argument.HandedBack(int number) -> in.get(number);
                        case Argument.Slice slice -> in.get(states + slices.indexOf(slice));
                        case Argument.Shared(Value value) -> in.get(states + slices.size() + captures.indexOf(value));
                        case Argument.Fixed(var tensor) -> g.constant(tensor);
                        case Argument.Member m -> throw new IllegalStateException(m + " is no argument of a scan");
                        case Argument.Place p -> throw new IllegalStateException(p + " is no argument of a scan");
                        case Argument.Replayed r -> throw new IllegalStateException(r + " is no argument of a scan");
                    });
        }
        return reverse.results(g, given, in.subList(reverse.handedOn().size(), states));
    }

    private static long[] places(List<Axis> axes) {
        return axes.stream().mapToLong(Axis::axis).toArray();
    }

    /** What the forward iteration did in one direction the backward one does in the other. */
    private static long[] backwards(List<Axis> axes) {
        return axes.stream().mapToLong(axis -> axis.reversed() ? 0 : 1).toArray();
    }
}
