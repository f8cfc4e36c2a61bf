package org.cotangent.examples.finetuning;

import org.cotangent.spi.CotangentException;

/** A data set, vocabulary or model resource that is absent or not what it should be. */
public final class DataException extends CotangentException {
    private static final long serialVersionUID = 1L;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
