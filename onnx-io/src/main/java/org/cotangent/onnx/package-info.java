/** Reading, writing and patching of ONNX files. */
@NullMarked
package org.cotangent.onnx;

import org.jspecify.annotations.NullMarked;
