/** Laws of backends: what a plug-in of kernels owes to those who run plans on it. */
@NullMarked
package org.cotangent.testkit.backend;

import org.jspecify.annotations.NullMarked;
