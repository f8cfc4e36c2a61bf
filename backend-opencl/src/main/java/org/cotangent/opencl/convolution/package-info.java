/** Convolutions and their gradients: contractions of padded images and weights. */
package org.cotangent.opencl.convolution;
