/** Times single kernels beside oneDNN's. */
@NullMarked
package org.cotangent.bench.kernel;

import org.jspecify.annotations.NullMarked;
