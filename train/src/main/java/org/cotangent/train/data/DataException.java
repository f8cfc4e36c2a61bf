package org.cotangent.train.data;

import org.cotangent.spi.CotangentException;
import org.jspecify.annotations.Nullable;

/** Data that cannot be read or put together. The message names the file and line, or the sample. */
public class DataException extends CotangentException {
    private static final long serialVersionUID = 1L;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
