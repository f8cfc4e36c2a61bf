/**
 * Elements found by indices or by their order: gathering, scattering, weighted sums of rows, the k best, the different
 * ones.
 */
@NullMarked
package org.cotangent.ops.internal.indexing;

import org.jspecify.annotations.NullMarked;
