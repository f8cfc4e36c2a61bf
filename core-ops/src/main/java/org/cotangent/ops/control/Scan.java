package org.cotangent.ops.control;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.ops.internal.control.ControlOperator;
import org.cotangent.ops.internal.control.SampleBodies;
import org.cotangent.ops.internal.control.ScanKernel;
import org.cotangent.ops.internal.control.ScanSignature;
import org.cotangent.ops.internal.control.Widening;
import org.cotangent.ops.internal.control.derivative.ScanDerivative;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * Takes its last {@code num_scan_inputs} inputs apart, each along its axis and in its direction, and runs {@code body}
 * for all slices at one place; ONNX Scan, version 25.
 *
 * <p>The inputs are the first states, the tensors to take apart, and the captures; the body takes (states, slices,
 * captures) and gives (states, scan outputs). What it gives for the states is what the next iteration takes; scan
 * outputs of all iterations are stacked, each along a new axis, appended or prepended. The outputs are the last states
 * and the stacks. Without slices the stacks are empty; their other sizes follow from the types as far as they are
 * known.
 */
public final class Scan extends ControlOperator {
    public Scan() {
        super(
                "Scan",
                25,
                Signature.builder()
                        .variadic("initial_state_and_scan_inputs", anything("V"))
                        .variadicOutput("final_state_and_scan_outputs", anything("V"))
                        .graph(ScanSignature.BODY)
                        .optionalInteger(ScanSignature.COUNT)
                        .optionalIntegers(ScanSignature.INPUT_DIRECTIONS)
                        .optionalIntegers(ScanSignature.OUTPUT_DIRECTIONS)
                        .optionalIntegers(ScanSignature.INPUT_AXES)
                        .optionalIntegers(ScanSignature.OUTPUT_AXES)
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        ScanSignature signature = ScanSignature.of(call.attributes());
        List<ValueType> given = types(call, 0);
        if (given.size() != signature.inputs()) {
            throw new GraphException("the body takes " + signature.inputs()
                    + " values, captures included, but there are " + given.size() + " inputs");
        }
        int first = signature.states();
        int end = first + signature.slices();
        long[] axes = ScanSignature.list(call.attributes(), ScanSignature.INPUT_AXES, signature.slices());
        List<ValueType> slices = new ArrayList<>();
        Dim length = null;
        for (int i = first; i < end; i++) {
            TensorType whole = call.input(i);
            int axis = whole.shape().axis(axes[i - first]);
            Dim size = whole.shape().dim(axis);
            length = length == null ? size : common(length, size, i);
            slices.add(whole.with(whole.shape().without(axis)));
        }
        List<ValueType> after = new ArrayList<>();
        Widening widening = new Widening(call::fresh);
        List<ValueType> states = widening.fixpoint(given.subList(0, first), before -> {
            List<ValueType> inputs = new ArrayList<>(before);
            inputs.addAll(slices);
            inputs.addAll(given.subList(end, given.size()));
            after.clear();
            after.addAll(call.body(ScanSignature.BODY, inputs));
            return after.subList(0, first);
        });
        List<ValueType> types = new ArrayList<>();
        states.forEach(state -> types.add(widening.outside(state)));
        long[] places = ScanSignature.list(call.attributes(), ScanSignature.OUTPUT_AXES, signature.scans());
        for (int k = 0; k < signature.scans(); k++) {
            types.add(stacked(widening.outside(after.get(first + k)), places[k], length == null ? Dim.of(0) : length));
        }
        return types;
    }

    private static Dim common(Dim one, Dim other, int input) {
        if (one.isKnown() && other.isKnown() && !one.equals(other)) {
            throw new ShapeException("input " + input + " has " + other + " slices, another input has " + one);
        }
        return one.isKnown() ? one : other;
    }

    private static ValueType stacked(ValueType type, long axis, Dim length) {
        if (!(type instanceof TensorType tensor)) {
            throw new TypeException("what a scan puts together must be tensors, not " + type);
        }
        if (!tensor.shape().isRanked()) {
            return tensor;
        }
        int place = Shape.of(new long[tensor.shape().rank() + 1]).axis(axis);
        return tensor.with(tensor.shape().insert(place, length));
    }

    @Override
    public Forward forward() {
        return new Forward.ValueKernel(ScanKernel::new);
    }

    @Override
    public Derivative derivative() {
        return ScanDerivative.rules();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] sizes = draw.shape(0, 2);
            int axis = draw.integer(0, sizes.length);
            long[] whole = new long[sizes.length + 1];
            System.arraycopy(sizes, 0, whole, 0, axis);
            whole[axis] = draw.integer(1, 3);
            System.arraycopy(sizes, axis, whole, axis + 1, sizes.length - axis);
            Tensor state = draw.tensor(sizes, -1, 1);
            Tensor factor = draw.tensor(sizes, -1, 1);
            Tensor data = draw.tensor(whole, -1, 1);
            Attributes attributes = Attributes.of(ScanSignature.COUNT, 1L)
                    .with(ScanSignature.INPUT_AXES, new long[] {draw.chance(0.5) ? axis : axis - whole.length})
                    .with(ScanSignature.INPUT_DIRECTIONS, new long[] {draw.integer(0, 1)})
                    .with(ScanSignature.OUTPUT_AXES, new long[] {draw.integer(-sizes.length - 1, sizes.length)})
                    .with(ScanSignature.OUTPUT_DIRECTIONS, new long[] {draw.integer(0, 1)})
                    .with(
                            ScanSignature.BODY,
                            SampleBodies.of(
                                    1,
                                    (f, in) -> {
                                        Value next = f.sub(f.mul(in.get(0), in.get(2)), f.mul(in.get(1), in.get(1)));
                                        return List.of(next, f.mul(next, in.get(1)));
                                    },
                                    state.type(),
                                    state.type(),
                                    factor.type()));
            return Domain.Sample.of(attributes, state, data, factor).withOutputs(2);
        });
    }
}
