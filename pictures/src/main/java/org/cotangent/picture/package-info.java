/** Graphs as pictures: what is drawn, where it stands, and how it is written. */
@NullMarked
package org.cotangent.picture;

import org.jspecify.annotations.NullMarked;
