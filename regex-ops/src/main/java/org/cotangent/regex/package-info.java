/** Regular expressions on strings. */
@NullMarked
package org.cotangent.regex;

import org.jspecify.annotations.NullMarked;
