/** Commands that write derivatives and training steps as files of plain ONNX. */
@NullMarked
package org.cotangent.cli.derive;

import org.jspecify.annotations.NullMarked;
