/** Operators of images: sampling, regions, boxes. */
@NullMarked
package org.cotangent.ops.vision;

import org.jspecify.annotations.NullMarked;
