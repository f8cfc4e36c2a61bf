/** Operators of strings: normalisation, splitting, concatenation, n-grams. */
@NullMarked
package org.cotangent.ops.text;

import org.jspecify.annotations.NullMarked;
