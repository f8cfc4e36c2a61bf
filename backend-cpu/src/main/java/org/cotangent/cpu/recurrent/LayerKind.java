package org.cotangent.cpu.recurrent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The recurrent layers of ONNX; constants are named as the operators. */
enum LayerKind {
    LSTM(4, 6),
    GRU(3, 5),
    RNN(1, 2);

    private final int gates;
    private final int traced;

    LayerKind(int gates, int traced) {
        this.gates = gates;
        this.traced = traced;
    }

    /** {@return the kind of such a name; null if it is that of another operator} */
    static @Nullable LayerKind of(String operator) {
        return switch (operator) {
            case "LSTM" -> LSTM;
            case "GRU" -> GRU;
            case "RNN" -> RNN;
            default -> null;
        };
    }

    /** {@return the output that is the trace of all steps} */
    int traceOutput() {
        return hasCellState() ? LayerTensors.TRACE : LayerTensors.TRACE - 1;
    }

    /** {@return how many numbers for each hidden unit are traced of a step} */
    int traced() {
        return traced;
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
