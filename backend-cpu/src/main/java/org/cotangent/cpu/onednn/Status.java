package org.cotangent.cpu.onednn;

import java.util.Locale;

/** Status codes of oneDNN's C API, in the order of {@code dnnl_status_t}. */
enum Status {
    SUCCESS,
    OUT_OF_MEMORY,
    INVALID_ARGUMENTS,
    UNIMPLEMENTED,
    LAST_IMPL_REACHED,
    RUNTIME_ERROR,
    NOT_REQUIRED,
    INVALID_GRAPH,
    INVALID_GRAPH_OP,
    INVALID_SHAPE,
    INVALID_DATA_TYPE,
    /** A code that this version of the library should not return. */
    UNKNOWN;

    static Status of(int code) {
        Status[] all = values();
        return code >= 0 && code < all.length ? all[code] : UNKNOWN;
    }

    /** Returns the name in oneDNN's headers. */
    String nativeName() {
        return "dnnl_" + name().toLowerCase(Locale.ROOT);
    }
}
