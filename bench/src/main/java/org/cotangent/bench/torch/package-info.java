/** PyTorch beside Cotangent: the same networks, trained in both. */
@NullMarked
package org.cotangent.bench.torch;

import org.jspecify.annotations.NullMarked;
