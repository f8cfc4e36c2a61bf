/** Images sampled between their elements: regions, grids, moved taps; and the selection of boxes. */
@NullMarked
package org.cotangent.ops.internal.vision;

import org.jspecify.annotations.NullMarked;
