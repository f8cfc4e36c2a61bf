/**
 * Random numbers. They come from the counter-based generator Philox 4x32-10, whose counter is the number of the
 * element: the same seed gives the same tensor, whatever the number of threads.
 */
@NullMarked
package org.cotangent.ops.random;

import org.jspecify.annotations.NullMarked;
