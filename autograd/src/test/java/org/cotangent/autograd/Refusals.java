package org.cotangent.autograd;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** What errors say. */
final class Refusals {
    private Refusals() {}

    static void says(Exception refusal, String text) {
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains(text), message);
    }
}
