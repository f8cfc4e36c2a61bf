/** Quantisation, and products and convolutions of integers. */
package org.cotangent.opencl.quant;
