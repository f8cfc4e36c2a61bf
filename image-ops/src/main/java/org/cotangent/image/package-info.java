/** Images as tensors. */
@NullMarked
package org.cotangent.image;

import org.jspecify.annotations.NullMarked;
