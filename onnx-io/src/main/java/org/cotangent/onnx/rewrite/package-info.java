/** How calls of older forms of ONNX's operators turn into newer ones. */
@NullMarked
package org.cotangent.onnx.rewrite;

import org.jspecify.annotations.NullMarked;
