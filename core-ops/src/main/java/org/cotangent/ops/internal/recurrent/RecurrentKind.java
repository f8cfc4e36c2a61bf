package org.cotangent.ops.internal.recurrent;

import java.util.List;
import org.cotangent.spi.op.Attributes;

/** The recurrent layers of ONNX, named as their operators. */
public enum RecurrentKind {
    LSTM(4, 6),
    GRU(3, 5),
    RNN(1, 2);

    private final int gates;
    private final int traced;

    RecurrentKind(int gates, int traced) {
        this.gates = gates;
        this.traced = traced;
    }

    public int gates() {
        return gates;
    }

    /** {@return how many numbers for each hidden unit the derivative needs to know of a step} */
    public int traced() {
        return traced;
    }

    /** {@return whether there is a cell state beside the hidden state} */
    public boolean hasCellState() {
        return this == LSTM;
    }

    /** {@return the activations of one direction unless told otherwise} */
    public List<String> activations() {
        return switch (this) {
            case LSTM -> List.of("Sigmoid", "Tanh", "Tanh");
            case GRU -> List.of("Sigmoid", "Tanh");
            case RNN -> List.of("Tanh");
        };
    }

    /** {@return the output that is the trace of all steps} */
    int traceOutput() {
        return hasCellState() ? 3 : 2;
    }

    /**
     * {@return whether activations are those that layers have unless told otherwise, and nothing is clipped or tied}
     */
    boolean isPlain(Attributes attributes) {
        List<String> given = attributes.has("activations") ? attributes.texts("activations") : List.of();
        List<String> usual = activations();
        for (int i = 0; i < given.size(); i++) {
            if (!given.get(i).equalsIgnoreCase(usual.get(i % usual.size()))) {
                return false;
            }
        }
        return attributes.real("clip", 0) == 0 && !(this == LSTM && attributes.flag("input_forget"));
    }

    /** {@return the reverse of a step of a plain layer with these attributes} */
    ReverseCell reverse(Attributes attributes) {
        return switch (this) {
            case LSTM -> new LstmReverse();
            case GRU -> new GruReverse(attributes.flag("linear_before_reset"));
            case RNN -> new RnnReverse();
        };
    }
}
