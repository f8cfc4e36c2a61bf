/** Operators that run graphs: signatures and kernels of loops and scans, graphs written as formulas, sequences. */
@NullMarked
package org.cotangent.ops.internal.control;

import org.jspecify.annotations.NullMarked;
