/** Scalar expressions at every element of tensors that broadcast against each other. */
@NullMarked
package org.cotangent.cpu.pointwise;

import org.jspecify.annotations.NullMarked;
