package org.cotangent.testkit.law;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.op.Role;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What a kernel computes does not depend on where its inputs and outputs lie, nor on what it computed before; it writes
 * nothing but its outputs, and may be run in place where it says so. For every kernel that can run the call. Kernels of
 * native code may refuse memory of the Java heap.
 *
 * @param dtype in which the floating inputs are
 */
public record KernelMemory(DType dtype) implements Law {
    private static final int GUARD = 64;
    private static final byte SENTINEL = 0x5C;

    @Override
    public String name() {
        return "kernels and memory in " + dtype;
    }

    @Override
    public Verdict check(Trial trial) {
        Trial converted = trial.converted(dtype);
        KernelCall call;
        try {
            call = KernelCall.of(converted);
        } catch (TypeException e) {
            return Verdict.skipped("the call is not one of " + dtype + ": " + e.getMessage());
        }
        List<Candidate> candidates = call.isOfTensors() ? Candidate.all(converted, call) : List.of();
        for (Candidate candidate : candidates) {
            try (Kernel kernel = candidate.kernel().get()) {
                String problem = problem(converted, call, candidate, kernel);
                if (problem != null) {
                    return Verdict.fail(candidate.name() + ": " + problem);
                }
            }
        }
        return candidates.isEmpty() ? Verdict.skipped("there is no kernel for the call itself") : Verdict.pass();
    }

    private static @Nullable String problem(Trial trial, KernelCall call, Candidate candidate, Kernel kernel) {
        List<Tensor> expected = call.run(kernel);
        KernelCall other = call.with(reversed(trial, call.inputs()));
        String problem = Bits.difference(fresh(other, candidate), other.run(kernel));
        if (problem == null) {
            problem = Bits.difference(expected, call.run(kernel));
        }
        if (problem != null) {
            return "after a run on other inputs, " + problem;
        }
        for (Placement placement : Placement.values()) {
            List<@Nullable Tensor> moved = new ArrayList<>();
            for (Tensor input : call.inputs()) {
                moved.add(input == null ? null : placement.place(input));
            }
            try {
                problem = Bits.difference(expected, call.with(moved).run(kernel));
            } catch (TypeException e) {
                problem = placement == Placement.ON_THE_HEAP ? null : e.toString();
            }
            if (problem != null) {
                return "with inputs " + placement + ", " + problem;
            }
        }
        problem = guarded(call, kernel, expected);
        return problem != null ? problem : inPlace(call, kernel, expected);
    }

    private static List<Tensor> fresh(KernelCall call, Candidate candidate) {
        try (Kernel kernel = candidate.kernel().get()) {
            return call.run(kernel);
        }
    }

    /** Other inputs of the same types: elements of data from last to first. */
    private static List<@Nullable Tensor> reversed(Trial trial, List<@Nullable Tensor> inputs) {
        List<@Nullable Tensor> others = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Tensor input = inputs.get(i);
            boolean changes = input != null && input.dtype().isFloating() && trial.role(i) != Role.FIXED;
            others.add(input == null || !changes ? input : reversed(input));
        }
        return others;
    }

    private static Tensor reversed(Tensor tensor) {
        Tensor reversed = Tensor.allocate(tensor.type());
        for (long i = 0; i < tensor.elements(); i++) {
            Blocks.copy(tensor, i, reversed, tensor.elements() - 1 - i);
        }
        return reversed;
    }

    /** Outputs at odd places between bytes that must not change. */
    private static @Nullable String guarded(KernelCall call, Kernel kernel, List<Tensor> expected) {
        List<MemorySegment> blocks = new ArrayList<>();
        List<Tensor> found = call.run(kernel, type -> {
            if (type.dtype() == DType.STRING) {
                return Tensor.allocate(type);
            }
            long bytes = type.dtype().byteSize(type.shape().elements().size());
            MemorySegment block =
                    Tensor.allocate(DType.UINT8, bytes + 2 * GUARD).segment();
            block.fill(SENTINEL);
            blocks.add(block);
            return Tensor.wrap(type.dtype(), type.shape().sizes(), block.asSlice(GUARD - 1, Math.max(1, bytes)));
        });
        for (MemorySegment block : blocks) {
            long bytes = block.byteSize() - 2 * GUARD;
            for (long i = 0; i < block.byteSize(); i++) {
                boolean inside = i >= GUARD - 1 && i < GUARD - 1 + bytes;
                if (!inside && block.get(ValueLayout.JAVA_BYTE, i) != SENTINEL) {
                    return "it writes outside its output, at byte " + (i - GUARD + 1) + " of " + bytes;
                }
            }
        }
        String difference = Bits.difference(expected, found);
        return difference == null ? null : "with outputs in the middle of other memory, " + difference;
    }

    private static @Nullable String inPlace(KernelCall call, Kernel kernel, List<Tensor> expected) {
        for (int i = 0; i < call.inputs().size(); i++) {
            Tensor input = call.inputs().get(i);
            for (int o = 0; input != null && o < call.outputCount(); o++) {
                TensorType type = call.output(o);
                if (kernel.mayOverwrite(i, o) && input.type().equals(type)) {
                    String difference = Bits.difference(expected, inPlace(call, kernel, i, o, input.copy()));
                    if (difference != null) {
                        return "with output " + o + " in the memory of input " + i + ", " + difference;
                    }
                }
            }
        }
        return null;
    }

    private static List<Tensor> inPlace(KernelCall call, Kernel kernel, int i, int o, Tensor both) {
        List<@Nullable Tensor> inputs = new ArrayList<>(call.inputs());
        inputs.set(i, both);
        @Nullable Tensor[] outputs = new @Nullable Tensor[call.outputCount()];
        for (int k = 0; k < outputs.length; k++) {
            TensorType type = call.output(k);
            outputs[k] = k == o ? both : type != null && type.isStatic() ? KernelCall.rubbish(type) : null;
        }
        return call.with(inputs).run(kernel, Arrays.asList(outputs));
    }
}
