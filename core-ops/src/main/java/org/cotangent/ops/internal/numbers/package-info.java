/**
 * How numbers of every element type are read, written, converted and computed with: casts, minifloats, blocks of
 * numbers, lanes.
 */
@NullMarked
package org.cotangent.ops.internal.numbers;

import org.jspecify.annotations.NullMarked;
