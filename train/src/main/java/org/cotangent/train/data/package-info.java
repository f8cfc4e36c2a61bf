/** Data sets, and the loader that makes batches of them. */
@NullMarked
package org.cotangent.train.data;

import org.jspecify.annotations.NullMarked;
