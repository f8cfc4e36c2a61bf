/** What the operators of {@code ai.onnx.ml} share. Not exported. */
@NullMarked
package org.cotangent.ops.internal.ml;

import org.jspecify.annotations.NullMarked;
