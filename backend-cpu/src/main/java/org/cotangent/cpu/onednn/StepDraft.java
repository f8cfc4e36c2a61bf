package org.cotangent.cpu.onednn;

import java.util.ArrayList;
import java.util.List;

/**
 * A primitive whose arguments are being told. Arguments that the primitive wants in other layouts than they have are
 * packed or reordered before it, those that it writes are reordered after it.
 */
final class StepDraft {

    private record Reordering(Operand from, MemoryDescriptor source, Operand to, MemoryDescriptor target) {}

    private final ProgramBuilder builder;
    private final PrimitiveDescriptor descriptor;
    private final List<Step.Use> uses = new ArrayList<>();
    private final List<Reordering> results = new ArrayList<>();

    StepDraft(ProgramBuilder builder, PrimitiveDescriptor descriptor) {
        this.builder = builder;
        this.descriptor = descriptor;
    }

    /** Tells where the data of an {@link Argument} is, which has the layout that the primitive wants. */
    StepDraft with(int argument, Operand operand) {
        uses.add(new Step.Use(argument, descriptor.operand(argument), operand));
        return this;
    }

    /** Tells where the data of an argument is, of whose layout the primitive knows nothing. */
    StepDraft with(int argument, Operand operand, MemoryDescriptor layout) {
        uses.add(new Step.Use(argument, layout, operand));
        return this;
    }

    /** Tells where the data of an argument is that the primitive reads, and its layout. */
    StepDraft reading(int argument, Operand operand, MemoryDescriptor layout) {
        return with(argument, builder.inLayout(operand, layout, descriptor.operand(argument)));
    }

    /** Tells where an argument goes that the primitive writes, and in which layout. */
    StepDraft writing(int argument, Operand operand, MemoryDescriptor layout) {
        MemoryDescriptor written = descriptor.operand(argument);
        if (written.sameAs(layout)) {
            return with(argument, operand);
        }
        Operand result = builder.temporary(written);
        results.add(new Reordering(result, written, operand, layout));
        return with(argument, result);
    }

    /** Appends the primitive to the program. */
    void append() {
        MemoryDescriptor scratch = descriptor.operand(Argument.SCRATCHPAD);
        if (scratch.bytes() > 0) {
            with(Argument.SCRATCHPAD, new Operand.Scratchpad());
        }
        builder.append(descriptor, uses, scratch.bytes());
        for (Reordering result : results) {
            builder.reorder(result.from(), result.source(), result.to(), result.target());
        }
    }
}
