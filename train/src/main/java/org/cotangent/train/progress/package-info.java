/** Ways of showing how training goes: on a terminal, for TensorBoard, as curves. */
@NullMarked
package org.cotangent.train.progress;

import org.jspecify.annotations.NullMarked;
