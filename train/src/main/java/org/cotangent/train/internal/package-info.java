/** How models are rewritten for training. */
@NullMarked
package org.cotangent.train.internal;

import org.jspecify.annotations.NullMarked;
