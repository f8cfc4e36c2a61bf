/** Tensors, element types, shapes and symbolic dimensions. */
@NullMarked
package org.cotangent.spi.tensor;

import org.jspecify.annotations.NullMarked;
