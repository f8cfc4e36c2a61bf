/** How the parts of a loop reach the threads that compute. */
@NullMarked
package org.cotangent.cpu.parallel;

import org.jspecify.annotations.NullMarked;
