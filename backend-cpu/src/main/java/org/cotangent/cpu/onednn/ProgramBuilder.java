package org.cotangent.cpu.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.cotangent.spi.tensor.Storage;

/**
 * Collects the steps of a {@link Program} and lays out its scratch memory. Collecting is cheap; {@link #build}
 * generates code and packs constants. Made and used by one thread.
 */
final class ProgramBuilder {

    /** Tensors and scratch memory start at multiples of this many bytes: a line of the cache. */
    static final int ALIGNMENT = 64;

    private record Packing(
            MemorySegment data, MemoryDescriptor source, MemorySegment packed, MemoryDescriptor target, int less) {}

    private record Call(PrimitiveDescriptor descriptor, List<Step.Use> uses) {}

    private final Engine engine;
    private final Arena arena;
    private final int threads;
    private final List<Call> calls = new ArrayList<>();
    private final List<Packing> packings = new ArrayList<>();
    private long temporaryBytes;
    private long scratchpadBytes;

    /**
     * @param arena owns all native objects of the program
     * @param threads that the program is made for
     */
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

    /** Reserves scratch memory for the described operand. */
    Operand temporary(MemoryDescriptor descriptor) {
        Operand operand = new Operand.Temporary(temporaryBytes);
        temporaryBytes += (descriptor.bytes() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return operand;
    }

    /** Starts a primitive, to be appended when its arguments are told. */
    StepDraft draft(PrimitiveDescriptor descriptor) {
        return new StepDraft(this, descriptor);
    }

    /** Appends a primitive with all its arguments. */
    void append(PrimitiveDescriptor descriptor, List<Step.Use> uses, long scratchpad) {
        calls.add(new Call(descriptor, List.copyOf(uses)));
        scratchpadBytes = Math.max(scratchpadBytes, scratchpad);
    }

    /** Appends a reorder of one operand into another layout. */
    void reorder(Operand from, MemoryDescriptor source, Operand to, MemoryDescriptor target) {
        reorder(from, source, to, target, 0);
    }

    private void reorder(Operand from, MemoryDescriptor source, Operand to, MemoryDescriptor target, int less) {
        StepDraft step = draft(Reorder.describe(engine, arena, source, target, less))
                .with(Argument.SRC, from)
                .with(Argument.DST, to);
        new ZeroPoint.Known(less).bind(this, step, Argument.SRC);
        step.append();
    }

    /** Returns the operand in a layout: as it is, packed when the program is built, or reordered in every run. */
    Operand inLayout(Operand operand, MemoryDescriptor layout, MemoryDescriptor wanted) {
        return shifted(operand, layout, wanted, 0);
    }

    /** Returns the operand less a number in a layout, or as another type. */
    Operand shifted(Operand operand, MemoryDescriptor layout, MemoryDescriptor wanted, int less) {
        if (less == 0 && layout.sameAs(wanted)) {
            return operand;
        }
        if (operand instanceof Operand.Constant(MemorySegment data)) {
            MemorySegment packed = engine.library().weights().allocate(wanted.bytes(), ALIGNMENT, arena);
            packings.add(new Packing(data, layout, packed, wanted, less));
            return new Operand.Constant(packed);
        }
        Operand reordered = temporary(wanted);
        reorder(operand, layout, reordered, wanted, less);
        return reordered;
    }

    /** Returns the implementations that oneDNN chose, in order of execution. */
    List<String> implementations() {
        return calls.stream().map(call -> call.descriptor.implementation()).toList();
    }

    /** Returns whether a step would run oneDNN's slow reference code. */
    boolean hasReferenceStep() {
        return calls.stream().anyMatch(call -> call.descriptor.isReference());
    }

    /** Returns how exactly steps were asked to compute. */
    Set<MathMode> mathModes() {
        return calls.stream().map(call -> call.descriptor.mathMode()).collect(Collectors.toSet());
    }

    /** Returns whether steps may multiply bfloat16 and none does. */
    boolean staysExact() {
        return mathModes().contains(MathMode.BF16)
                && calls.stream().noneMatch(call -> call.descriptor.multipliesBfloat16());
    }

    Program build() {
        packings.forEach(this::run);
        List<Step> steps = calls.stream()
                .map(call -> new Step(call.descriptor.primitive(), call.uses))
                .toList();
        return new Program(engine, arena, steps, temporaryBytes, scratchpadBytes, threads);
    }

    private void run(Packing packing) {
        try (Arena temporary = Arena.ofShared()) {
            ProgramBuilder builder = new ProgramBuilder(engine, temporary, threads);
            builder.reorder(
                    new Operand.Constant(packing.data),
                    packing.source,
                    new Operand.Constant(packing.packed),
                    packing.target,
                    packing.less);
            Program program = builder.build();
            MemorySegment scratch = temporary.allocate(Math.max(1, program.scratchBytes()), ALIGNMENT);
            new Execution(program, temporary).run(scratch.address());
        }
        // Runs read the packed copy alone: weights of a file need not stand in memory twice.
        new Storage.Host(packing.data).unload();
    }
}
