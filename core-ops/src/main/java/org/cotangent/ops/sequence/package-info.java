/** Operators on sequences of tensors and on optional values. */
@NullMarked
package org.cotangent.ops.sequence;

import org.jspecify.annotations.NullMarked;
