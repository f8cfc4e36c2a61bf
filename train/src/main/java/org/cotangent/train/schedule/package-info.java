/** Learning rates as functions of the step. */
@NullMarked
package org.cotangent.train.schedule;

import org.jspecify.annotations.NullMarked;
