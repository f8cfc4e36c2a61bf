package org.cotangent.opencl.recurrent;

import java.util.List;

/** What a recurrent layer is made of. */
enum Layer {
    LSTM(4, 6),
    GRU(3, 5),
    RNN(1, 2);

    private final int gates;
    private final int traced;

    Layer(int gates, int traced) {
        this.gates = gates;
        this.traced = traced;
    }

    int gates() {
        return gates;
    }

    /** {@return how many numbers for each unit the derivative needs to know of a step} */
    int traced() {
        return traced;
    }

    /** {@return the activations of a direction unless told otherwise} */
    List<String> activations() {
        return switch (this) {
            case LSTM -> List.of("Sigmoid", "Tanh", "Tanh");
            case GRU -> List.of("Sigmoid", "Tanh");
            case RNN -> List.of("Tanh");
        };
    }

    boolean hasCells() {
        return this == LSTM;
    }

    /** {@return the output that is the trace of all steps} */
    int traceOutput() {
        return hasCells() ? 3 : 2;
    }
}
