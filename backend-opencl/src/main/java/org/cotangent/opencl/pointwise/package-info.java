/** Code for elementwise operators, made from their scalar expressions. */
package org.cotangent.opencl.pointwise;
