/** Graphs of operators as immutable data, and their builder. */
@NullMarked
package org.cotangent.spi.graph;

import org.jspecify.annotations.NullMarked;
