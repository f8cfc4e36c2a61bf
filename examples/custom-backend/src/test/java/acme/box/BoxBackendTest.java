package acme.box;

import java.util.OptionalLong;
import org.cotangent.spi.backend.Backend;
import org.cotangent.testkit.BackendContract;

/** The box keeps what every backend promises. */
class BoxBackendTest extends BackendContract {
    @Override
    protected String backend() {
        return BoxBackend.NAME;
    }

    /** Optional: it makes the search for leaks exact. */
    @Override
    protected OptionalLong memory(Backend backend) {
        return OptionalLong.of(((BoxBackend) backend).device().live());
    }
}
