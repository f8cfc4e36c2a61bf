/** What plug-ins say about older versions of ONNX operators. */
@NullMarked
package org.cotangent.spi.onnx;

import org.jspecify.annotations.NullMarked;
