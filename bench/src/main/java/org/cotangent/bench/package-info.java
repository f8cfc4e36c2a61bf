/** Side-by-side benchmarks against ONNX Runtime. */
@NullMarked
package org.cotangent.bench;

import org.jspecify.annotations.NullMarked;
