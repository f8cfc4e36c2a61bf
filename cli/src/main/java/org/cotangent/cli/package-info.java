/** The commands. */
@NullMarked
package org.cotangent.cli;

import org.jspecify.annotations.NullMarked;
