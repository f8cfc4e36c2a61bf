/** Layers: parts of networks that hold their parameters. */
@NullMarked
package org.cotangent.train.layer;

import org.jspecify.annotations.NullMarked;
