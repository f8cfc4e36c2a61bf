/** Reductions of the windows of images and of whole images. */
@NullMarked
package org.cotangent.ops.internal.pooling;

import org.jspecify.annotations.NullMarked;
