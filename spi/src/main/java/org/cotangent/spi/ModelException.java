package org.cotangent.spi;

/** A file that cannot be read as what it claims to be, or that exceeds the limits set for reading. */
public class ModelException extends CotangentException {
    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
