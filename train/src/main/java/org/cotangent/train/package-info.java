/** Models, training steps and the trainer. */
@NullMarked
package org.cotangent.train;

import org.jspecify.annotations.NullMarked;
