package org.cotangent.ops.signal;

import org.cotangent.ops.internal.signal.CosineWindow;

/**
 * The Hann window, {@code 0.5 - 0.5 cos(2 pi n / N)} for n from 0 to size - 1.
 *
 * <p>N is the size or, unless {@code periodic}, one less. ONNX HannWindow, version 17.
 */
public final class HannWindow extends CosineWindow {
    public HannWindow() {
        super("HannWindow", 0.5, 0.5, 0);
    }
}
