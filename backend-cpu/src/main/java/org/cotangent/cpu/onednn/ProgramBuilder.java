package org.cotangent.cpu.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Collects the steps of a {@link Program} and lays out its scratch memory. Made and used by one thread. */
final class ProgramBuilder {

    /** Tensors and scratch memory start at multiples of this many bytes: a line of the cache. */
    static final int ALIGNMENT = 64;

    private final Engine engine;
    private final Arena arena;
    private final int threads;
    private final List<Step> steps = new ArrayList<>();
    private int ports;
    private long temporaryBytes;
    private long scratchpadBytes;

    ProgramBuilder(Engine engine, Arena arena, int threads) {
        this.engine = engine;
        this.arena = arena;
        this.threads = threads;
        engine.library().runFunctions().setThreads(threads);
    }

    Engine engine() {
        return engine;
    }

    Arena arena() {
        return arena;
    }

    /** Returns the operand for an input or output of the program. */
    Operand port(int index) {
        ports = Math.max(ports, index + 1);
        return new Operand.Port(index);
    }

    /** Reserves scratch memory for the described operand. */
    Operand temporary(MemoryDescriptor descriptor) {
        Operand operand = new Operand.Temporary(temporaryBytes);
        temporaryBytes += (descriptor.bytes() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return operand;
    }

    /** Appends a primitive; its arguments are taken in the layouts that the primitive chose. */
    Append append(PrimitiveDescriptor descriptor) {
        return new Append(descriptor);
    }

    /** Appends a reorder of one operand into another layout. */
    void reorder(Operand from, MemoryDescriptor source, Operand to, MemoryDescriptor target) {
        append(Reorder.describe(engine, arena, source, target))
                .with(Argument.SRC, from)
                .with(Argument.DST, to)
                .done();
    }

    /** Packs data that never changes, now; returns the data itself if it has the layout already. */
    Operand pack(MemorySegment data, MemoryDescriptor source, MemoryDescriptor target) {
        if (source.sameAs(target)) {
            return new Operand.Constant(data);
        }
        MemorySegment packed = arena.allocate(target.bytes(), ALIGNMENT);
        try (Arena temporary = Arena.ofShared()) {
            ProgramBuilder packing = new ProgramBuilder(engine, temporary, threads);
            packing.reorder(new Operand.Constant(data), source, new Operand.Constant(packed), target);
            Program program = packing.build();
            MemorySegment scratch = temporary.allocate(Math.max(1, program.scratchBytes()), ALIGNMENT);
            new Execution(program).run(scratch.address());
        }
        return new Operand.Constant(packed);
    }

    Program build() {
        return new Program(engine, arena, steps, ports, temporaryBytes, scratchpadBytes, threads);
    }

    /** The arguments of a primitive to be appended. */
    final class Append {

        private final PrimitiveDescriptor descriptor;
        private final List<Step.Use> uses = new ArrayList<>();

        private Append(PrimitiveDescriptor descriptor) {
            this.descriptor = descriptor;
        }

        Append with(int argument, Operand operand) {
            uses.add(new Step.Use(argument, descriptor.operand(argument), operand));
            return this;
        }

        /** Appends the primitive, with a scratchpad if it asks for one. */
        void done() {
            MemoryDescriptor scratch = descriptor.operand(Argument.SCRATCHPAD);
            if (scratch.bytes() > 0) {
                with(Argument.SCRATCHPAD, new Operand.Scratchpad());
                scratchpadBytes = Math.max(scratchpadBytes, scratch.bytes());
            }
            steps.add(new Step(descriptor.primitive(), uses));
        }
    }
}
