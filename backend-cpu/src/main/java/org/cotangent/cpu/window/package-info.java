/** Windows that slide over the spatial axes of images. */
@NullMarked
package org.cotangent.cpu.window;

import org.jspecify.annotations.NullMarked;
