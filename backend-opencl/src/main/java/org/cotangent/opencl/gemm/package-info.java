/** Matrix products, and everything else that is a sum of products: contractions of tensors along any axes. */
package org.cotangent.opencl.gemm;
