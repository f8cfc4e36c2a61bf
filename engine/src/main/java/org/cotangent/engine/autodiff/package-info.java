/** Jacobian products of calls and graphs. */
@NullMarked
package org.cotangent.engine.autodiff;

import org.jspecify.annotations.NullMarked;
