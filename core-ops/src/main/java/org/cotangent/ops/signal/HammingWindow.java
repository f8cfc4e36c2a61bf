package org.cotangent.ops.signal;

import org.cotangent.ops.internal.signal.CosineWindow;

/**
 * The Hamming window, {@code 25 / 46 - 21 / 46 cos(2 pi n / N)} for n from 0 to size - 1.
 *
 * <p>N is the size or, unless {@code periodic}, one less. ONNX HammingWindow, version 17.
 */
public final class HammingWindow extends CosineWindow {
    public HammingWindow() {
        super("HammingWindow", 25.0 / 46, 21.0 / 46, 0);
    }
}
