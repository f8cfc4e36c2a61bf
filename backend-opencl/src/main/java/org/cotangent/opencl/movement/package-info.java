/** Elements that are moved without change. */
package org.cotangent.opencl.movement;
