package org.cotangent.cpu.onednn;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Memory objects whose addresses change from run to run, by the index of the input or output they stand for. */
final class AddressSlots {

    private static final MemorySegment[] NONE = {};

    private final RunFunctions functions;
    private MemorySegment[][] memories = {};
    private long[] addresses = {};

    AddressSlots(RunFunctions functions) {
        this.functions = functions;
    }

    void add(int index, MemorySegment memory) {
        if (index >= memories.length) {
            int before = memories.length;
            memories = Arrays.copyOf(memories, index + 1);
            Arrays.fill(memories, before, index + 1, NONE);
            addresses = Arrays.copyOf(addresses, index + 1);
        }
        MemorySegment[] grown = Arrays.copyOf(memories[index], memories[index].length + 1);
        grown[grown.length - 1] = memory;
        memories[index] = grown;
    }

    /** Returns one more than the highest index in use. */
    int size() {
        return memories.length;
    }

    /** Returns whether there is a memory object for this index. */
    boolean isUsed(int index) {
        return memories[index].length > 0;
    }

    /** Lets the memory objects of an index stand for the data at an address. */
    void bind(int index, long address) {
        if (addresses[index] == address) {
            return;
        }
        for (MemorySegment memory : memories[index]) {
            functions.setDataHandle(memory, address);
        }
        addresses[index] = address;
    }
}
