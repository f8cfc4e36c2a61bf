/** Elements moved without change: copies between strided places, slices, pieces, borders. */
@NullMarked
package org.cotangent.ops.internal.movement;

import org.jspecify.annotations.NullMarked;
