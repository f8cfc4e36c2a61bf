/** Operators that move, select, arrange and describe elements. */
@NullMarked
package org.cotangent.ops.array;

import org.jspecify.annotations.NullMarked;
