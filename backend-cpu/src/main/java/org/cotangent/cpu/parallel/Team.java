package org.cotangent.cpu.parallel;

/**
 * Threads that run the parts of a {@link Loop}, one at a time. Who has {@linkplain #tryTake() taken} the team is its
 * first member; nobody waits for it, so nothing can deadlock.
 */
public interface Team extends AutoCloseable {

    /** Takes the team if nobody has it, and returns whether that is so; then {@link #release()} must follow. */
    boolean tryTake();

    /** Gives the team back. */
    void release();

    /** Runs all parts of the loop, which is open, and returns when they have ended. */
    void run();

    /** Ends the threads that belong to this team alone. Loops that run later do so on their calling thread. */
    @Override
    void close();
}
