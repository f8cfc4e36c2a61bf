/** Random numbers, from the streams that portable kernels draw from. */
package org.cotangent.opencl.random;
