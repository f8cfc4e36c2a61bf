package org.cotangent.cpu.parallel;

/** Threads that run the parts of a {@link Loop}. A pool has one loop, and runs it in one thread at a time. */
public interface Team extends AutoCloseable {

    /** Runs all parts of the loop, which is open, and returns when they have ended. The caller is the first member. */
    void run();

    /** Ends the threads that belong to this team alone; those that wait for a loop take no part in a later one. */
    @Override
    void close();
}
