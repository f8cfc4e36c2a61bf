/** Kernels that reduce windows over images, and move elements between images and windows. */
package org.cotangent.opencl.pooling;
