/** Reductions along axes. */
@NullMarked
package org.cotangent.cpu.reduce;

import org.jspecify.annotations.NullMarked;
