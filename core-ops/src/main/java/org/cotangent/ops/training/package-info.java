/** Steps of optimisers, of ONNX's domain {@code ai.onnx.preview.training}. */
@NullMarked
package org.cotangent.ops.training;

import org.jspecify.annotations.NullMarked;
