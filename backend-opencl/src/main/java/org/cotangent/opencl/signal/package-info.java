/** Transforms of signals. */
package org.cotangent.opencl.signal;
