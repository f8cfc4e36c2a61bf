/** What operators share: types, kernels and geometry. Not exported. */
@NullMarked
package org.cotangent.ops.internal;

import org.jspecify.annotations.NullMarked;
