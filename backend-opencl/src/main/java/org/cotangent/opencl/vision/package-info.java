/** Images at places between their elements, and regions of images. */
package org.cotangent.opencl.vision;
