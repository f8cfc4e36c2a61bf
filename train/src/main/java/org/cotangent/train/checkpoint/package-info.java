/** Tensors in files of the safetensors format, and folders of checkpoints that survive a crash. */
@NullMarked
package org.cotangent.train.checkpoint;

import org.jspecify.annotations.NullMarked;
