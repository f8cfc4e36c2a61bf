package org.cotangent.examples.lecture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.cotangent.autograd.Autograd;
import org.cotangent.autograd.Variable;
import org.jspecify.annotations.Nullable;

/** What the slides have in common: an autograd, and numbers as they are printed. */
abstract class Slides {
    final Autograd autograd = Autograd.load();

    /** Compares with what a slide shows, to the four decimals that it shows. */
    static void shows(@Nullable Variable variable, double... expected) {
        assertArrayEquals(expected, variable == null ? null : variable.toDoubles(), 5e-5);
    }
}
