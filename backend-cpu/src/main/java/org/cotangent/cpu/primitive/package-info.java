/** The boundary between kernels and the loops they are made of, and how the loops are chosen. */
@NullMarked
package org.cotangent.cpu.primitive;

import org.jspecify.annotations.NullMarked;
