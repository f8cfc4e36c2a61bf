/** Registries and the facade. */
@NullMarked
package org.cotangent.engine;

import org.jspecify.annotations.NullMarked;
