/** Poolings over windows. */
@NullMarked
package org.cotangent.cpu.pooling;

import org.jspecify.annotations.NullMarked;
