package org.cotangent.spi;

/** Shapes that do not fit an operator, an input or each other. */
public class ShapeException extends CotangentException {
    private static final long serialVersionUID = 1L;

    public ShapeException(String message) {
        super(message);
    }

    public ShapeException(String message, Throwable cause) {
        super(message, cause);
    }
}
