package org.cotangent.spi;

/** An attribute that is missing, of the wrong kind, or out of its range. */
public class AttributeException extends CotangentException {
    private static final long serialVersionUID = 1L;

    public AttributeException(String message) {
        super(message);
    }

    public AttributeException(String message, Throwable cause) {
        super(message, cause);
    }
}
