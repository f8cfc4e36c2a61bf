/** Operators of signals: Fourier transforms, windows, filter banks. */
@NullMarked
package org.cotangent.ops.signal;

import org.jspecify.annotations.NullMarked;
