package org.cotangent.ops.internal.control;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.ops.internal.movement.Slices;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.backend.Subgraph;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** Runs the body of a scan for each place along the axes of its inputs. */
public final class ScanKernel implements Kernel {
    private final Subgraph body;
    private final ScanSignature signature;
    private final long[] inputAxes;
    private final long[] inputDirections;
    private final long[] outputAxes;
    private final long[] outputDirections;
    private final Parallel parallel;

    public ScanKernel(Preparation call) {
        Attributes attributes = call.attributes();
        signature = ScanSignature.of(attributes);
        inputAxes = ScanSignature.list(attributes, ScanSignature.INPUT_AXES, signature.slices());
        inputDirections = ScanSignature.list(attributes, ScanSignature.INPUT_DIRECTIONS, signature.slices());
        outputAxes = ScanSignature.list(attributes, ScanSignature.OUTPUT_AXES, signature.scans());
        outputDirections = ScanSignature.list(attributes, ScanSignature.OUTPUT_DIRECTIONS, signature.scans());
        parallel = call.parallel();
        body = call.subgraph(ScanSignature.BODY);
    }

    @Override
    public void run(Bindings io) {
        int stateCount = signature.states();
        int[] axes = new int[signature.slices()];
        long length = length(io, axes);
        CarriedValues states = new CarriedValues(ControlOperator.values(io, 0, stateCount));
        List<Datum> captures = ControlOperator.values(io, stateCount + signature.slices(), signature.inputs());
        List<Stack> stacks = new ArrayList<>();
        for (int k = 0; k < signature.scans(); k++) {
            stacks.add(new Stack(io, stateCount + k, outputAxes[k], outputDirections[k] == 1));
        }
        for (long i = 0; i < length; i++) {
            List<Datum> arguments = new ArrayList<>(states.current());
            for (int k = 0; k < signature.slices(); k++) {
                long place = inputDirections[k] == 1 ? length - 1 - i : i;
                arguments.add(Slices.at(io.input(stateCount + k), axes[k], place, parallel));
            }
            arguments.addAll(captures);
            List<@Nullable Tensor> memory = new ArrayList<>(states.spare());
            stacks.forEach(stack -> memory.add(stack.slot()));
            RandomSource random =
                    new RandomSource(io.random().seed() + i, io.random().node());
            List<Datum> results = body.run(arguments, memory, random);
            states.advance(results.subList(0, stateCount));
            for (int k = 0; k < stacks.size(); k++) {
                stacks.get(k).push(results.get(stateCount + k));
            }
        }
        ControlOperator.deliver(io, states.last());
        deliver(io, stacks, states, axes, captures);
    }

    /** {@return the common size of the axes, which are counted from the front} */
    private long length(Bindings io, int[] axes) {
        long length = -1;
        for (int k = 0; k < axes.length; k++) {
            Tensor whole = io.input(signature.states() + k);
            axes[k] = whole.shape().axis(inputAxes[k]);
            long size = whole.size(axes[k]);
            if (length >= 0 && size != length) {
                throw new ShapeException("a scan takes its inputs apart together, but input " + signature.states()
                        + " has " + length + " slices and input " + (signature.states() + k) + " has " + size);
            }
            length = size;
        }
        return length;
    }

    private void deliver(Bindings io, List<Stack> stacks, CarriedValues states, int[] axes, List<Datum> captures) {
        List<ValueType> types = List.of();
        if (stacks.stream().anyMatch(Stack::lacksType)) {
            List<ValueType> inputs = new ArrayList<>();
            states.current().forEach(state -> inputs.add(state.type()));
            for (int k = 0; k < axes.length; k++) {
                TensorType whole = io.input(signature.states() + k).type();
                inputs.add(whole.with(whole.shape().without(axes[k])));
            }
            captures.forEach(capture -> inputs.add(capture.type()));
            types = body.types(inputs);
        }
        for (int k = 0; k < stacks.size(); k++) {
            stacks.get(k).deliver(types.isEmpty() ? null : types.get(signature.states() + k), parallel);
        }
    }

    @Override
    public void close() {
        body.close();
    }
}
