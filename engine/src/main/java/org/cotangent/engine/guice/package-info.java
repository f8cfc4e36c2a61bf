/** The engine for applications that are wired by Guice, which is optional. */
@NullMarked
package org.cotangent.engine.guice;

import org.jspecify.annotations.NullMarked;
