/** A suite of workloads, each run here and in a peer with equal inputs: compared, then timed in turns. */
@NullMarked
package org.cotangent.bench.suite;

import org.jspecify.annotations.NullMarked;
