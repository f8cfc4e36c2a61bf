/** Recurrent layers: cells, activations, the kernel, the expansion. */
@NullMarked
package org.cotangent.ops.internal.recurrent;

import org.jspecify.annotations.NullMarked;
