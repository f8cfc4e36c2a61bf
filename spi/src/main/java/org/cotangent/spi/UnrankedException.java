package org.cotangent.spi;

/** A shape was asked for axes while not even its rank is known; after specialisation it is. */
public class UnrankedException extends ShapeException {
    private static final long serialVersionUID = 1L;

    public UnrankedException(String message) {
        super(message);
    }
}
