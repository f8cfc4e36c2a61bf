/** Elements that are chosen or placed by indices. */
@NullMarked
package org.cotangent.opencl.indexing;

import org.jspecify.annotations.NullMarked;
