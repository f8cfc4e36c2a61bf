/**
 * Operators of ONNX's domain {@code ai.onnx.ml}: linear models, support vector machines, trees, and what prepares
 * features for them. A tensor of features of shape [C] stands for [1, C].
 */
@NullMarked
package org.cotangent.ops.ml;

import org.jspecify.annotations.NullMarked;
