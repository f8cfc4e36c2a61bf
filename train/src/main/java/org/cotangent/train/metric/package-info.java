/** Figures that say how good the outputs of a model are. */
@NullMarked
package org.cotangent.train.metric;

import org.jspecify.annotations.NullMarked;
