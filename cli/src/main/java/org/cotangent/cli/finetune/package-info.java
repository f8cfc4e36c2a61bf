/** The command that fine-tunes models. */
@NullMarked
package org.cotangent.cli.finetune;

import org.jspecify.annotations.NullMarked;
