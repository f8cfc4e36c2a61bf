/** Tensors, shapes and calls of operators as arbitraries of jqwik, which shrink shapes before values. */
@NullMarked
package org.cotangent.testkit.jqwik;

import org.jspecify.annotations.NullMarked;
