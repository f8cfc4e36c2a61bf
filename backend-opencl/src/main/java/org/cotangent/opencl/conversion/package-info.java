/** Elements in other types. */
package org.cotangent.opencl.conversion;
