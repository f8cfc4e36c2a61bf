package org.cotangent.cpu.recurrent;

import java.util.List;

/** The recurrent layers of ONNX; constants are named as the operators. */
enum LayerKind {
    LSTM(4),
    GRU(3),
    RNN(1);

    private final int gates;

    LayerKind(int gates) {
        this.gates = gates;
    }

    int gates() {
        return gates;
    }

    /** {@return whether there is a cell state beside the hidden state} */
    boolean hasCellState() {
        return this == LSTM;
    }

    /** {@return whether these functions, of one direction or more, are those that cells have unless told otherwise} */
    boolean isStandard(List<String> given) {
        List<String> standard = standard();
        for (int i = 0; i < given.size(); i++) {
            if (!given.get(i).equalsIgnoreCase(standard.get(i % standard.size()))) {
                return false;
            }
        }
        return true;
    }

    /** {@return how many gates, one group after the other, take the same product of the hidden state} */
    List<Integer> groups() {
        return switch (this) {
            case LSTM, RNN -> List.of(gates);
            case GRU -> List.of(2, 1);
        };
    }

    private List<String> standard() {
        return switch (this) {
            case LSTM -> List.of("Sigmoid", "Tanh", "Tanh");
            case GRU -> List.of("Sigmoid", "Tanh");
            case RNN -> List.of("Tanh");
        };
    }
}
