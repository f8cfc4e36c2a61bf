package org.cotangent.spi.backend;

/** A processor whose kernels work on memory of their own, to and from which elements are copied. */
public interface Device {
    /** {@return what it is called, for reports} */
    String name();

    /** {@return the bytes of the largest block that it can allocate} */
    long largestBlock();

    /** {@return a queue of work; work of one queue is done in the order in which it was given} */
    DeviceQueue newQueue();
}
