/** Elements moved without change. */
@NullMarked
package org.cotangent.cpu.movement;

import org.jspecify.annotations.NullMarked;
