/** Shapes, masks and steps of attention and of linear attention. */
@NullMarked
package org.cotangent.ops.internal.attention;

import org.jspecify.annotations.NullMarked;
