/** Images resized along each axis by interpolation. */
@NullMarked
package org.cotangent.ops.internal.resize;

import org.jspecify.annotations.NullMarked;
