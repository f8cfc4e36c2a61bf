/** Variables that remember how they were computed, and functions of functions. */
@NullMarked
package org.cotangent.autograd;

import org.jspecify.annotations.NullMarked;
