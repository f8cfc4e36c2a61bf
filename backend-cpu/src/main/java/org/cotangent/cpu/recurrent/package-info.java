/** The recurrent layers LSTM, GRU and RNN. */
@NullMarked
package org.cotangent.cpu.recurrent;

import org.jspecify.annotations.NullMarked;
