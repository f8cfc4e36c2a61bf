/** Strings: joined, split, normalised, looked up, counted as n-grams. */
@NullMarked
package org.cotangent.ops.internal.text;

import org.jspecify.annotations.NullMarked;
