/** The loops in plain Java. */
@NullMarked
package org.cotangent.cpu.scalar;

import org.jspecify.annotations.NullMarked;
