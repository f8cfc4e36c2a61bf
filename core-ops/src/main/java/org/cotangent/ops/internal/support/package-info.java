/**
 * What operators of all families are made of: identity and signature, groups of element types, shape-like inputs,
 * strides, working memory.
 */
@NullMarked
package org.cotangent.ops.internal.support;

import org.jspecify.annotations.NullMarked;
