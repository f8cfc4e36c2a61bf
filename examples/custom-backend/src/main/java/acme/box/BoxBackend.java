package acme.box;

import org.cotangent.spi.backend.Availability;
import org.cotangent.spi.backend.Backend;
import org.cotangent.spi.backend.Parallel;

/** The backend {@code box}: a device with memory of its own, which here is a thread in the place of hardware. */
public final class BoxBackend implements Backend {
    /** The name by which people choose it. */
    public static final String NAME = "box";

    private final BoxDevice device = new BoxDevice();

    @Override
    public String name() {
        return NAME;
    }

    /** A driver that may be missing is looked for here, and {@code Unavailable} says how to get it. */
    @Override
    public Availability probe() {
        return new Availability.Available(device.name());
    }

    @Override
    public Parallel parallel() {
        return Parallel.sequential();
    }

    /** A backend whose kernels work on the memory of the host leaves this and {@link #device} as they are. */
    @Override
    public boolean isHost() {
        return false;
    }

    @Override
    public BoxDevice device() {
        return device;
    }
}
