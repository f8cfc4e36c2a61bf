/** Backends and kernels. */
@NullMarked
package org.cotangent.spi.backend;

import org.jspecify.annotations.NullMarked;
