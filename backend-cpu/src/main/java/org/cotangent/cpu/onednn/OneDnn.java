package org.cotangent.cpu.onednn;

/** What came of loading oneDNN. */
sealed interface OneDnn {

    /**
     * oneDNN is loaded.
     *
     * @param version of the library, {@code major.minor.patch}
     * @param engine the CPU engine
     */
    record Available(String version, Engine engine) implements OneDnn {}

    /**
     * oneDNN cannot be used here.
     *
     * @param reason what is missing or failed
     * @param remedy what to do about it
     */
    record Unavailable(String reason, String remedy) implements OneDnn {}
}
