/** Operators between real numbers and integers or narrow floats that stand for them. */
@NullMarked
package org.cotangent.ops.quant;

import org.jspecify.annotations.NullMarked;
