/** Comparisons, logic, bits, choice and conversion, element by element. */
@NullMarked
package org.cotangent.ops.logic;

import org.jspecify.annotations.NullMarked;
