/** Recurrent layers. */
@NullMarked
package org.cotangent.ops.recurrent;

import org.jspecify.annotations.NullMarked;
