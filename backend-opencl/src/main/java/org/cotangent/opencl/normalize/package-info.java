/** Kernels that normalise: softmax, by mean and deviation of rows, channels and batches, by norms, by neighbours. */
package org.cotangent.opencl.normalize;
