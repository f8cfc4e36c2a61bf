/** Real numbers as codes with scale and zero point, and products of such codes. */
@NullMarked
package org.cotangent.ops.internal.quant;

import org.jspecify.annotations.NullMarked;
