package org.cotangent.spi.backend;

/**
 * Where the randomness of a run comes from: every node draws from the counter-based stream of (seed, node), so that a
 * run can be repeated whatever the threads do.
 *
 * @param seed of the run
 * @param node the number of the node in its plan
 */
public record RandomSource(long seed, long node) {}
