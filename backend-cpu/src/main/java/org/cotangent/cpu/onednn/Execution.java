package org.cotangent.cpu.onednn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * All that one run of a {@link Program} changes: memory objects, argument lists and a stream, allocated once. Used by one
 * thread at a time. A run patches the addresses that differ from the run before and executes the steps; it allocates
 * nothing.
 */
final class Execution {

    private static final int STREAM_IN_ORDER = 1;
    private static final long ARGUMENT_BYTES = 16;
    private static final long UNBOUND = 0;

    private final Program program;
    private final RunFunctions functions;
    private final MemorySegment stream;
    private final Step[] steps;
    private final MemorySegment[] arguments;
    private final MemorySegment[][] portMemories;
    private final long[] portAddresses;
    private final MemorySegment[] scratchMemories;
    private final long[] scratchOffsets;
    private long scratchAddress = UNBOUND;

    Execution(Program program) {
        this.program = program;
        Engine engine = program.engine();
        Arena arena = program.arena();
        functions = engine.library().runFunctions();
        stream = engine.library()
                .create(
                        arena, NativeFunction.STREAM_DESTROY, NativeFunction.STREAM_CREATE, engine, STREAM_IN_ORDER);
        steps = program.steps().toArray(Step[]::new);
        arguments = new MemorySegment[steps.length];
        portAddresses = new long[program.ports()];
        List<List<MemorySegment>> ports = new ArrayList<>();
        for (int port = 0; port < program.ports(); port++) {
            ports.add(new ArrayList<>());
        }
        List<MemorySegment> scratch = new ArrayList<>();
        List<Long> offsets = new ArrayList<>();
        for (int s = 0; s < steps.length; s++) {
            List<Step.Use> uses = steps[s].uses();
            arguments[s] = arena.allocate(ARGUMENT_BYTES * uses.size(), Long.BYTES);
            for (int u = 0; u < uses.size(); u++) {
                Step.Use use = uses.get(u);
                MemorySegment memory = memory(use);
                arguments[s].set(JAVA_INT, u * ARGUMENT_BYTES, use.argument());
                arguments[s].set(ADDRESS, u * ARGUMENT_BYTES + Long.BYTES, memory);
                switch (use.operand()) {
                    case Operand.Port(int index) -> ports.get(index).add(memory);
                    case Operand.Constant ignored -> {}
                    case Operand.Temporary(long offset) -> {
                        scratch.add(memory);
                        offsets.add(offset);
                    }
                    case Operand.Scratchpad ignored -> {
                        scratch.add(memory);
                        offsets.add(program.temporaryBytes());
                    }
                }
            }
        }
        portMemories = ports.stream()
                .map(memories -> memories.toArray(MemorySegment[]::new))
                .toArray(MemorySegment[][]::new);
        scratchMemories = scratch.toArray(MemorySegment[]::new);
        scratchOffsets = offsets.stream().mapToLong(Long::longValue).toArray();
    }

    private MemorySegment memory(Step.Use use) {
        MemorySegment data = use.operand() instanceof Operand.Constant(MemorySegment constant) ? constant : null;
        return program.engine()
                .library()
                .create(
                        program.arena(),
                        NativeFunction.MEMORY_DESTROY,
                        NativeFunction.MEMORY_CREATE,
                        use.descriptor(),
                        program.engine(),
                        data);
    }

    /** Lets a port stand for the data at an address, from now on. */
    void bind(int port, long address) {
        if (portAddresses[port] == address) {
            return;
        }
        for (MemorySegment memory : portMemories[port]) {
            functions.setDataHandle(memory, address);
        }
        portAddresses[port] = address;
    }

    /**
     * Executes the program on the bound ports.
     *
     * @param scratch address of as many bytes as the program needs, not in use elsewhere
     */
    void run(long scratch) {
        if (scratchAddress != scratch) {
            for (int i = 0; i < scratchMemories.length; i++) {
                functions.setDataHandle(scratchMemories[i], scratch + scratchOffsets[i]);
            }
            scratchAddress = scratch;
        }
        functions.setThreads(program.threads());
        for (int s = 0; s < steps.length; s++) {
            Step step = steps[s];
            functions.execute(step.primitive(), stream, step.uses().size(), arguments[s]);
        }
    }
}
