package org.cotangent.opencl;

import org.cotangent.spi.CotangentException;
import org.jspecify.annotations.Nullable;

/** A driver refused a call, or a program could not be built. */
public final class OpenClException extends CotangentException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status the number that OpenCL returned */
    public OpenClException(int status, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** {@return the number that OpenCL returned} */
    public int status() {
        return status;
    }
}
