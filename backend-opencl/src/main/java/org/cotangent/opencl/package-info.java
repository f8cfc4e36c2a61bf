/** The OpenCL backend. */
@NullMarked
package org.cotangent.opencl;

import org.jspecify.annotations.NullMarked;
