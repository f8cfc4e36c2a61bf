package org.cotangent.testkit;

import java.util.Locale;

/** How thorough the tests are: the system property {@code cotangent.profile} says. */
enum Profile {
    QUICK(2, 3),
    FULL(10, 4),
    /** More than 10 000 calls of all operators together. */
    LONG(52, 4);

    private final int tries;
    private final int size;

    Profile(int tries, int size) {
        this.tries = tries;
        this.size = size;
    }

    static Profile chosen() {
        return valueOf(System.getProperty("cotangent.profile", "quick").toUpperCase(Locale.ROOT));
    }

    int tries() {
        return tries;
    }

    int size() {
        return size;
    }
}
