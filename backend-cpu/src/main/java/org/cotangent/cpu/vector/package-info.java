/** The loops by the Java Vector API; nothing refers to this package but by name. */
@NullMarked
package org.cotangent.cpu.vector;

import org.jspecify.annotations.NullMarked;
