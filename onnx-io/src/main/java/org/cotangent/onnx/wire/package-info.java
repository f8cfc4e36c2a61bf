/** The protobuf wire level: what lies where in a file, without parsing the weights. */
@NullMarked
package org.cotangent.onnx.wire;

import org.jspecify.annotations.NullMarked;
