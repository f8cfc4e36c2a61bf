package org.cotangent.cpu.onednn;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Memory objects whose addresses change from run to run, by the index of the tensor that they lie in. */
final class AddressSlots {

    private record Part(MemorySegment memory, long offset) {}

    private static final Part[] NONE = {};

    private final RunFunctions functions;
    private Part[][] parts = {};
    private long[] addresses = {};

    AddressSlots(RunFunctions functions) {
        this.functions = functions;
    }

    /** Adds a memory object for the data from byte {@code offset} of a tensor on. */
    void add(int index, MemorySegment memory, long offset) {
        if (index >= parts.length) {
            int before = parts.length;
            parts = Arrays.copyOf(parts, index + 1);
            Arrays.fill(parts, before, index + 1, NONE);
            addresses = Arrays.copyOf(addresses, index + 1);
        }
        Part[] grown = Arrays.copyOf(parts[index], parts[index].length + 1);
        grown[grown.length - 1] = new Part(memory, offset);
        parts[index] = grown;
    }

    /** Returns one more than the highest index in use. */
    int size() {
        return parts.length;
    }

    /** Returns whether there is a memory object for this index. */
    boolean isUsed(int index) {
        return parts[index].length > 0;
    }

    /** Says at which address a tensor is from now on. */
    void bind(int index, long address) {
        if (addresses[index] == address) {
            return;
        }
        for (Part part : parts[index]) {
            functions.setDataHandle(part.memory, address + part.offset);
        }
        addresses[index] = address;
    }
}
