/** Matrix products. */
@NullMarked
package org.cotangent.cpu.gemm;

import org.jspecify.annotations.NullMarked;
