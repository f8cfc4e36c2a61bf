package org.cotangent.bench.suite;

import java.io.Serial;
import org.cotangent.spi.CotangentException;

/** A workload cannot be run here because of what is missing. */
final class Unavailable extends CotangentException {
    @Serial
    private static final long serialVersionUID = 1L;

    Unavailable(String message) {
        super(message);
    }
}
