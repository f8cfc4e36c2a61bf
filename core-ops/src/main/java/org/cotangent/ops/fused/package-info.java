/** Operators that stand for several others. */
@NullMarked
package org.cotangent.ops.fused;

import org.jspecify.annotations.NullMarked;
