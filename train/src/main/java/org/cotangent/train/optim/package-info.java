/** Optimisers, written as graphs that update parameters. */
@NullMarked
package org.cotangent.train.optim;

import org.jspecify.annotations.NullMarked;
