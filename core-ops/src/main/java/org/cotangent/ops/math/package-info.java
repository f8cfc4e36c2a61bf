/** Arithmetic, elementary functions and activations, element by element. */
@NullMarked
package org.cotangent.ops.math;

import org.jspecify.annotations.NullMarked;
