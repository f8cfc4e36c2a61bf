/** Functions of the lines along one axis: cumulation, places of extremes, and what keeps the shape, such as softmax. */
@NullMarked
package org.cotangent.ops.internal.lines;

import org.jspecify.annotations.NullMarked;
