/** Softmax and normalisations of rows. */
@NullMarked
package org.cotangent.cpu.normalize;

import org.jspecify.annotations.NullMarked;
