/** The exceptions of Cotangent. */
@NullMarked
package org.cotangent.spi;

import org.jspecify.annotations.NullMarked;
