/** Programs of a device, compiled and kept. */
package org.cotangent.opencl.program;
