/** Values that are computed at once, and their tape. */
@NullMarked
package org.cotangent.engine.eager;

import org.jspecify.annotations.NullMarked;
