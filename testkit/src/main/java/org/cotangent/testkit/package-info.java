/** Property tests of operators and of whole graphs: laws that hold for every differentiable operator. */
@NullMarked
package org.cotangent.testkit;

import org.jspecify.annotations.NullMarked;
