/** Attention in one pass over the keys, and rotary embeddings. */
package org.cotangent.opencl.attention;
