package org.cotangent.spi.backend;

/**
 * The implementation of one call: of these attributes, types and shapes.
 *
 * <p>Everything that can be done once was done when the kernel was prepared. {@link #run} looks nothing up and
 * allocates nothing. One kernel runs in one thread at a time.
 */
@FunctionalInterface
public interface Kernel extends AutoCloseable {
    void run(Bindings io);

    /**
     * {@return whether output 0 may be in the memory of this input, if their types are equal and nobody else reads it}
     */
    default boolean mayOverwrite(int input) {
        return false;
    }

    /** {@return the same for any output} */
    default boolean mayOverwrite(int input, int output) {
        return output == 0 && mayOverwrite(input);
    }

    /** Waits until all is done that can be done before the first run, such as compiling for a device. */
    default void complete() {}

    /** Frees what the kernel holds outside the heap. Can be called more than once. */
    @Override
    default void close() {}
}
