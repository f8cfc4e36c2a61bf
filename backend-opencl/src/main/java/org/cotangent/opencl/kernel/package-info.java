/** What kernels for OpenCL devices are made of: sources, launches, arguments. */
package org.cotangent.opencl.kernel;
