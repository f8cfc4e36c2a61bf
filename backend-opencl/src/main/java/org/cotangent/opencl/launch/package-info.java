/** Kernel plans, made to run. */
package org.cotangent.opencl.launch;
