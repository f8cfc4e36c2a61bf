/** The operators as typed functions, to write graphs like formulas. */
@NullMarked
package org.cotangent.ops;

import org.jspecify.annotations.NullMarked;
