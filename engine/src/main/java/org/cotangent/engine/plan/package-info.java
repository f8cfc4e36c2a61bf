/** From graphs to plans, from plans to sessions. */
@NullMarked
package org.cotangent.engine.plan;

import org.jspecify.annotations.NullMarked;
