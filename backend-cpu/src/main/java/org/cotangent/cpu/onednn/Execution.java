package org.cotangent.cpu.onednn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * All that a run of a {@link Program} changes: memory objects, argument lists and a stream, allocated once. Used by one
 * thread at a time. A run patches the addresses that differ from the run before and executes the steps; it allocates
 * nothing.
 */
final class Execution {

    private static final int STREAM_IN_ORDER = 1;
    private static final long ARGUMENT_BYTES = 16;

    private final Program program;
    private final Arena arena;
    private final RunFunctions functions;
    private final MemorySegment stream;
    private final Primitive[] primitives;
    private final int[] argumentCounts;
    private final MemorySegment[] arguments;
    private final AddressSlots inputs;
    private final AddressSlots outputs;
    private final AddressSlots scratch;

    /** @param arena owns what is made for the execution */
    Execution(Program program, Arena arena) {
        this.program = program;
        this.arena = arena;
        OneDnnLibrary library = program.engine().library();
        functions = library.runFunctions();
        inputs = new AddressSlots(functions);
        outputs = new AddressSlots(functions);
        scratch = new AddressSlots(functions);
        stream = library.create(
                arena, NativeFunction.STREAM_DESTROY, NativeFunction.STREAM_CREATE, program.engine(), STREAM_IN_ORDER);
        List<Step> steps = program.steps();
        primitives = steps.stream().map(Step::primitive).toArray(Primitive[]::new);
        argumentCounts = steps.stream().mapToInt(step -> step.uses().size()).toArray();
        arguments = steps.stream().map(this::arguments).toArray(MemorySegment[]::new);
    }

    /** Returns a list of {@code dnnl_exec_arg_t}: the index of the argument and the memory object. */
    private MemorySegment arguments(Step step) {
        MemorySegment list = arena.allocate(ARGUMENT_BYTES * step.uses().size(), Long.BYTES);
        long at = 0;
        for (Step.Use use : step.uses()) {
            MemorySegment memory = memory(use);
            list.set(JAVA_INT, at, use.argument());
            list.set(ADDRESS, at + Long.BYTES, memory);
            at += ARGUMENT_BYTES;
            switch (use.operand()) {
                case Operand.Input(int index) -> inputs.add(index, memory, 0);
                case Operand.Output(int index) -> outputs.add(index, memory, 0);
                case Operand.Constant ignored -> {}
                case Operand.Temporary(long offset) -> scratch.add(0, memory, offset);
                case Operand.Scratchpad ignored -> scratch.add(0, memory, program.temporaryBytes());
            }
        }
        return list;
    }

    private MemorySegment memory(Step.Use use) {
        MemorySegment data = use.operand() instanceof Operand.Constant(MemorySegment constant) ? constant : null;
        return program.engine()
                .library()
                .create(
                        arena,
                        NativeFunction.MEMORY_DESTROY,
                        NativeFunction.MEMORY_CREATE,
                        use.descriptor(),
                        program.engine(),
                        data);
    }

    /** Returns the inputs to bind before a run. */
    AddressSlots inputs() {
        return inputs;
    }

    /** Returns the outputs to bind before a run. */
    AddressSlots outputs() {
        return outputs;
    }

    /**
     * Executes the program on the bound inputs and outputs.
     *
     * @param scratchAddress of as many bytes as the program needs, not in use elsewhere
     */
    void run(long scratchAddress) {
        if (scratch.size() > 0) {
            scratch.bind(0, scratchAddress);
        }
        functions.setThreads(program.threads());
        for (int step = 0; step < primitives.length; step++) {
            functions.execute(primitives[step], stream, argumentCounts[step], arguments[step]);
        }
    }
}
