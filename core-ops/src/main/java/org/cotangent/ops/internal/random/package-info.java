/** Random numbers: the generator, its streams, distributions, and the kernels that draw. */
@NullMarked
package org.cotangent.ops.internal.random;

import org.jspecify.annotations.NullMarked;
