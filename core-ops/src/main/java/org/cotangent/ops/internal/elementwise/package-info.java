/**
 * Functions of single elements: the operators with one, two or many inputs, and the kernels for strings and mixed
 * types.
 */
@NullMarked
package org.cotangent.ops.internal.elementwise;

import org.jspecify.annotations.NullMarked;
