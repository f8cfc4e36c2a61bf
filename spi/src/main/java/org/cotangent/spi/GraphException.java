package org.cotangent.spi;

/** A graph that is not well formed: cycles, unknown values, duplicate names. */
public class GraphException extends CotangentException {
    private static final long serialVersionUID = 1L;

    public GraphException(String message) {
        super(message);
    }

    public GraphException(String message, Throwable cause) {
        super(message, cause);
    }
}
