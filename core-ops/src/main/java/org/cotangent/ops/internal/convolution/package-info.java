/** Windows that slide over images, and the convolutions made of them. */
@NullMarked
package org.cotangent.ops.internal.convolution;

import org.jspecify.annotations.NullMarked;
