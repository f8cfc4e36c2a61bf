/** oneDNN through the foreign function interface: the fast kernels for matrix products, convolutions and pooling. */
@NullMarked
package org.cotangent.cpu.onednn;

import org.jspecify.annotations.NullMarked;
