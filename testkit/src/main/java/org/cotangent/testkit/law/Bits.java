package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Copies of tensors, to see whether they change. */
final class Bits {
    private final List<Tensor> watched = new ArrayList<>();
    private final List<Tensor> copies = new ArrayList<>();

    Bits(List<? extends @Nullable Tensor> tensors) {
        for (Tensor tensor : tensors) {
            if (tensor != null) {
                watched.add(tensor);
                copies.add(tensor.copy());
            }
        }
    }

    /** {@return the first tensor that changed, and what it was; null if none did} */
    @Nullable
    String change() {
        for (int i = 0; i < watched.size(); i++) {
            if (!equal(watched.get(i), copies.get(i))) {
                return "was " + copies.get(i) + " and is now " + watched.get(i);
            }
        }
        return null;
    }

    static boolean equal(Tensor a, Tensor b) {
        if (a.dtype() != b.dtype() || !a.shape().equals(b.shape())) {
            return false;
        }
        return a.dtype() == DType.STRING
                ? Arrays.equals(a.strings(), b.strings())
                : a.segment().asSlice(0, a.byteSize()).mismatch(b.segment().asSlice(0, b.byteSize())) < 0;
    }

    /** {@return the first pair that differs, or null} */
    static @Nullable String difference(List<Tensor> first, List<Tensor> second) {
        for (int i = 0; i < first.size(); i++) {
            if (!equal(first.get(i), second.get(i))) {
                return "output " + i + " is " + first.get(i) + " the one time and " + second.get(i) + " the other";
            }
        }
        return null;
    }
}
