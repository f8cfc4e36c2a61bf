/** Operators: identity, signature, shape inference, forward and derivative. */
@NullMarked
package org.cotangent.spi.op;

import org.jspecify.annotations.NullMarked;
