package org.cotangent.ops.signal;

import org.cotangent.ops.internal.signal.CosineWindow;

/**
 * The Blackman window, {@code 0.42 - 0.5 cos(2 pi n / N) + 0.08 cos(4 pi n / N)} for n from 0 to size - 1.
 *
 * <p>N is the size or, unless {@code periodic}, one less. ONNX BlackmanWindow, version 17.
 */
public final class BlackmanWindow extends CosineWindow {
    public BlackmanWindow() {
        super("BlackmanWindow", 0.42, 0.5, 0.08);
    }
}
