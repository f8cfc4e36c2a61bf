/** Differentiable maps between spaces of tensors, and the laws that their derivatives obey. */
@NullMarked
package org.cotangent.testkit.calculus;

import org.jspecify.annotations.NullMarked;
