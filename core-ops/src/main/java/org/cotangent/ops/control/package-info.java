/** Operators that run graphs: branches, loops, maps over sequences. */
@NullMarked
package org.cotangent.ops.control;

import org.jspecify.annotations.NullMarked;
