/** Losses. */
@NullMarked
package org.cotangent.ops.loss;

import org.jspecify.annotations.NullMarked;
