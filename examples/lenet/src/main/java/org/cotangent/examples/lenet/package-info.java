/** A LeNet learns to read handwritten digits. */
@NullMarked
package org.cotangent.examples.lenet;

import org.jspecify.annotations.NullMarked;
