/** Convolutions and their gradients, as matrix products of unfolded images. */
@NullMarked
package org.cotangent.cpu.convolution;

import org.jspecify.annotations.NullMarked;
