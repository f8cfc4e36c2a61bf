package org.cotangent.cpu.onednn;

import org.cotangent.spi.CotangentException;

/** oneDNN refused a call. The message names the function, oneDNN's status and what was asked. */
public final class OneDnnException extends CotangentException {

    private static final long serialVersionUID = 1L;

    OneDnnException(String function, Status status, String asked) {
        super(function + " returned " + status.nativeName() + " for " + asked);
    }
}
