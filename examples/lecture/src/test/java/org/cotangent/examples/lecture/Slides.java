package org.cotangent.examples.lecture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.cotangent.autograd.Autograd;
import org.cotangent.autograd.Variable;
import org.jspecify.annotations.Nullable;

/** What the slides have in common: an autograd, and numbers as they are printed. */
abstract class Slides {
    final Autograd autograd = Autograd.load();

    /** Compares with what a slide shows, to the four decimals that it shows. */
    static void shows(@Nullable Variable variable, double... expected) {
        assertArrayEquals(expected, Objects.requireNonNull(variable).toDoubles(), 5e-5);
    }

    /** Looks for what the error of a slide says. */
    static void says(Exception refusal, String text) {
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains(text), message);
    }
}
