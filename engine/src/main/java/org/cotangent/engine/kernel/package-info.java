/** The choice of kernels, and the portable ones. */
@NullMarked
package org.cotangent.engine.kernel;

import org.jspecify.annotations.NullMarked;
