/** Memory of a device. */
package org.cotangent.opencl.memory;
