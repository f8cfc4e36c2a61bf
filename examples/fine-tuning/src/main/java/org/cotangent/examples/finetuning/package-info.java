/** A sentence encoder comes in from ONNX, learns to tell intents apart, and goes out again. */
@NullMarked
package org.cotangent.examples.finetuning;

import org.jspecify.annotations.NullMarked;
