/** A search, guided by coverage, for files that importer and shape inference do not survive. */
@NullMarked
package org.cotangent.fuzz;

import org.jspecify.annotations.NullMarked;
