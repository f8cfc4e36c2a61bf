package org.cotangent.cpu.onednn;

import java.util.Optional;

/** What came of loading oneDNN. */
sealed interface OneDnn {

    /**
     * oneDNN is loaded.
     *
     * @param version of the library, {@code major.minor.patch}
     * @param engine the CPU engine
     * @param openMp whose threads may compute other things too; empty where they should not
     */
    record Available(String version, Engine engine, Optional<OpenMp> openMp) implements OneDnn {}

    /**
     * oneDNN cannot be used here.
     *
     * @param reason what is missing or failed
     * @param remedy what to do about it
     */
    record Unavailable(String reason, String remedy) implements OneDnn {}
}
