/** The laws of operators: each a small class that knows by itself which operators it concerns. */
@NullMarked
package org.cotangent.testkit.law;

import org.jspecify.annotations.NullMarked;
