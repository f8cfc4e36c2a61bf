package org.cotangent.spi;

/** Something legal that this installation cannot do: no operator, no kernel, no derivative. */
public class UnsupportedException extends CotangentException {
    private static final long serialVersionUID = 1L;

    public UnsupportedException(String message) {
        super(message);
    }

    public UnsupportedException(String message, Throwable cause) {
        super(message, cause);
    }
}
