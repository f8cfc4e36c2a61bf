/** Recurrent layers. */
package org.cotangent.opencl.recurrent;
