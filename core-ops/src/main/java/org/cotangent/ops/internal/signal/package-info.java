/** Fourier transforms, windows and filter banks. */
@NullMarked
package org.cotangent.ops.internal.signal;

import org.jspecify.annotations.NullMarked;
