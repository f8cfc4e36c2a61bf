/** Derivatives of operators that run graphs. */
@NullMarked
package org.cotangent.ops.internal.control.derivative;

import org.jspecify.annotations.NullMarked;
