package org.cotangent.spi;

import org.jspecify.annotations.Nullable;

/** The root of all errors that Cotangent reports. The message names the facts and says what to do. */
public class CotangentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CotangentException(String message) {
        super(message);
    }

    public CotangentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
