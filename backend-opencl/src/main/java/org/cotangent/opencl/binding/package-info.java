/** The binding to OpenCL: loading, devices, and the calls that runs consist of. */
package org.cotangent.opencl.binding;
