package org.cotangent.onnx.wire;

import org.jspecify.annotations.Nullable;

/**
 * A message within its file.
 *
 * @param parent the message that holds it; null at the top of the file
 * @param field where it lies; its number is the field number in the parent, 0 at the top
 */
public record Frame(@Nullable Frame parent, Field field) {
    /** A whole file of {@code size} bytes. */
    static Frame top(long size) {
        return new Frame(null, new Field(0, 0, 0, size));
    }

    /** How many messages enclose this one. */
    int depth() {
        return parent == null ? 0 : parent.depth() + 1;
    }

    /** True if the field numbers that lead from the top to this message are just {@code path}. */
    boolean isAt(int... path) {
        Frame at = this;
        for (int i = path.length; i-- > 0; at = at.parent) {
            if (at == null || at.parent == null || at.field.number() != path[i]) {
                return false;
            }
        }
        return at != null && at.parent == null;
    }
}
