/** The backend for host processors. */
@NullMarked
package org.cotangent.cpu;

import org.jspecify.annotations.NullMarked;
