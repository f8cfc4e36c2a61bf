/** Kernels that combine elements along axes: reductions, places of extremes, cumulation, selection. */
package org.cotangent.opencl.reduce;
