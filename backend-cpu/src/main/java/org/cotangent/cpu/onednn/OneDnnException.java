package org.cotangent.cpu.onednn;

import org.cotangent.spi.CotangentException;

/** oneDNN refused a call. The message names the function, oneDNN's status and what was asked. */
public final class OneDnnException extends CotangentException {

    private static final long serialVersionUID = 1L;

    private final Status status;

    OneDnnException(String function, Status status, String asked) {
        super(function + " returned " + status.nativeName() + " for " + asked);
        this.status = status;
    }

    /** Returns whether oneDNN has no implementation of what was asked, on this machine: a reason to decline. */
    public boolean isUnimplemented() {
        return status == Status.UNIMPLEMENTED;
    }
}
