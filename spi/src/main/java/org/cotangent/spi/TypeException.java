package org.cotangent.spi;

/** An element type or kind of value that an operator or input does not accept. */
public class TypeException extends CotangentException {
    private static final long serialVersionUID = 1L;

    public TypeException(String message) {
        super(message);
    }

    public TypeException(String message, Throwable cause) {
        super(message, cause);
    }
}
