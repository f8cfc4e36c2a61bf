/** Losses of class labels and steps of optimisers. */
@NullMarked
package org.cotangent.ops.internal.training;

import org.jspecify.annotations.NullMarked;
