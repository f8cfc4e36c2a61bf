package org.cotangent.ops.internal.control;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.backend.Subgraph;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** Runs the body of a loop as long as the trip count and the condition allow. */
public final class LoopKernel implements Kernel {
    private final Subgraph body;
    private final LoopSignature signature;
    private final int inputs;
    private final Parallel parallel;
    private final Tensor number;
    private final Tensor truth;
    private final Tensor answer;

    public LoopKernel(Preparation call) {
        signature = LoopSignature.of(call.attributes());
        inputs = call.inputCount();
        parallel = call.parallel();
        number = Tensor.allocate(signature.number());
        truth = Tensor.allocate(signature.condition());
        truth.setLong(0, 1);
        answer = Tensor.allocate(signature.condition());
        if (!call.hasInput(0) && !call.hasInput(1)) {
            throw new TypeException(call.name() + ": a loop without trip count and without condition never ends");
        }
        body = call.subgraph(LoopSignature.BODY);
    }

    @Override
    public void run(Bindings io) {
        int carriedCount = signature.carried();
        long trips = io.hasInput(0) ? count(io.input(0)) : Long.MAX_VALUE;
        boolean conditional = io.hasInput(1);
        boolean goesOn = !conditional || ControlOperator.truth(io.value(1));
        CarriedValues carried = new CarriedValues(ControlOperator.values(io, 2, 2 + carriedCount));
        List<Datum> captures = ControlOperator.values(io, 2 + carriedCount, inputs);
        List<Stack> stacks = new ArrayList<>();
        for (int k = 0; k < signature.scans(); k++) {
            stacks.add(new Stack(io, carriedCount + k, 0, false));
        }
        for (long i = 0; i < trips && goesOn; i++) {
            number.setLong(0, i);
            RandomSource random =
                    new RandomSource(io.random().seed() + i, io.random().node());
            List<Datum> results = body.run(arguments(carried, captures), memory(carried, stacks), random);
            goesOn = !conditional || ControlOperator.truth(results.getFirst());
            carried.advance(results.subList(1, 1 + carriedCount));
            for (int k = 0; k < stacks.size(); k++) {
                stacks.get(k).push(results.get(1 + carriedCount + k));
            }
        }
        ControlOperator.deliver(io, carried.last());
        deliver(stacks, carried, captures);
    }

    private static long count(Tensor trips) {
        if (trips.elements() != 1 || trips.dtype() != DType.INT64) {
            throw new TypeException("a trip count is one int64, not " + trips.type());
        }
        return trips.getLong(0);
    }

    private List<Datum> arguments(CarriedValues carried, List<Datum> captures) {
        List<Datum> arguments = new ArrayList<>(inputs);
        arguments.add(number);
        arguments.add(truth);
        arguments.addAll(carried.current());
        arguments.addAll(captures);
        return arguments;
    }

    private List<@Nullable Tensor> memory(CarriedValues carried, List<Stack> stacks) {
        List<@Nullable Tensor> memory = new ArrayList<>();
        memory.add(answer);
        memory.addAll(carried.spare());
        stacks.forEach(stack -> memory.add(stack.slot()));
        return memory;
    }

    /** The types of what the body would have given matter only if it did not run. */
    private void deliver(List<Stack> stacks, CarriedValues carried, List<Datum> captures) {
        List<ValueType> types = stacks.stream().anyMatch(Stack::lacksType)
                ? body.types(
                        arguments(carried, captures).stream().map(Datum::type).toList())
                : List.of();
        for (int k = 0; k < stacks.size(); k++) {
            int output = 1 + signature.carried() + k;
            stacks.get(k).deliver(types.isEmpty() ? null : types.get(output), parallel);
        }
    }

    @Override
    public void close() {
        body.close();
    }
}
