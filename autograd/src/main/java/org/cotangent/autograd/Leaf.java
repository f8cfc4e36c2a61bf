package org.cotangent.autograd;

import org.jspecify.annotations.Nullable;

/** Where the gradients of a leaf are added up. */
final class Leaf {
    private @Nullable Variable gradient;

    @Nullable
    Variable gradient() {
        return gradient;
    }

    void set(@Nullable Variable value) {
        gradient = value;
    }

    void add(Variable more) {
        gradient = gradient == null ? more : gradient.add(more);
    }
}
