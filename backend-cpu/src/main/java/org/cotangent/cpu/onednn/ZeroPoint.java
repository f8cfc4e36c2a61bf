package org.cotangent.cpu.onednn;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.Tensor;

/** What is subtracted from every byte of a factor before it is multiplied. */
sealed interface ZeroPoint {
    /** The same in every run. */
    record Known(int value) implements ZeroPoint {}

    /** An input of one element, of this type, and what is subtracted from it. */
    record Varying(int input, DataType type, int less) implements ZeroPoint {}

    /**
     * Returns the zero point in an input, 0 if it is absent.
     *
     * @throws Refusal if there are several
     */
    static ZeroPoint of(Preparation call, int input) {
        if (!call.hasInput(input)) {
            return new Known(0);
        }
        Tensor constant = call.constant(input);
        if (constant == null) {
            Refusal.unless(
                    call.input(input).isStatic()
                            && call.input(input).shape().elements().is(1),
                    "oneDNN takes one zero point for a whole factor");
            return new Varying(input, Refusal.bytes(call.input(input).dtype()), 0);
        }
        long value = constant.elements() == 0 ? 0 : constant.getLong(0);
        for (long i = 1; i < constant.elements(); i++) {
            Refusal.unless(constant.getLong(i) == value, "oneDNN takes one zero point for a whole factor");
        }
        return new Known((int) value);
    }

    /** Returns the zero point of the factor less a number. */
    default ZeroPoint less(int number) {
        return switch (this) {
            case Known(int value) -> new Known(value - number);
            case Varying(int input, DataType type, int before) -> new Varying(input, type, before + number);
        };
    }

    /** Returns the largest magnitude that it can have. */
    default int magnitude() {
        return switch (this) {
            case Known(int value) -> Math.abs(value);
            case Varying(int input, DataType type, int less) ->
                type == DataType.U8 ? Math.max(less, 255 - less) : 128 + less;
        };
    }

    default boolean isZero() {
        return this.equals(new Known(0));
    }

    /** Tells a primitive the zero point of its argument, which its attributes have announced unless it is 0. */
    default void bind(ProgramBuilder builder, StepDraft step, int argument) {
        if (isZero()) {
            return;
        }
        MemoryDescriptor layout = MemoryDescriptor.dense(builder.engine(), builder.arena(), DataType.S32, 1);
        Operand operand = switch (this) {
            case Known(int value) -> new Operand.Constant(builder.arena().allocateFrom(JAVA_INT, value));
            case Varying(int input, DataType type, int less) ->
                builder.shifted(
                        new Operand.Input(input),
                        MemoryDescriptor.dense(builder.engine(), builder.arena(), type, 1),
                        layout,
                        less);
        };
        step.with(Argument.zeroPoint(argument), operand, layout);
    }
}
