/** Products of matrices, determinants, and the equations of Einsum. */
@NullMarked
package org.cotangent.ops.internal.matrix;

import org.jspecify.annotations.NullMarked;
