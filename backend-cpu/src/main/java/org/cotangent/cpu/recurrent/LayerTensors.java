package org.cotangent.cpu.recurrent;

import org.cotangent.cpu.primitive.HostMemory;
import org.cotangent.spi.backend.Bindings;

/** The addresses of the tensors of a layer, or of its gradient, in one run; 0 for those that are absent. */
final class LayerTensors {

    static final int X = 0;
    static final int W = 1;
    static final int R = 2;
    static final int B = 3;
    static final int LENGTHS = 4;
    static final int INITIAL_H = 5;
    static final int INITIAL_C = 6;
    static final int PEEPHOLES = 7;

    static final int Y = 0;
    static final int Y_H = 1;
    static final int Y_C = 2;
    /** The trace of all steps; one less where there is no cell state. */
    static final int TRACE = 3;

    private final long[] inputs;
    private final long[] outputs;

    /** For so many inputs and outputs. */
    LayerTensors(int inputs, int outputs) {
        this.inputs = new long[inputs];
        this.outputs = new long[outputs];
    }

    void bind(Bindings io) {
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = io.hasInput(i) ? HostMemory.address(io.input(i)) : 0;
        }
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = io.hasOutput(i) ? HostMemory.address(io.output(i)) : 0;
        }
    }

    long input(int i) {
        return inputs[i];
    }

    long output(int i) {
        return outputs[i];
    }

    /** {@return the address of the part of an input that begins after so many elements, 0 if it is absent} */
    long input(int i, long elements) {
        return inputs[i] == 0 ? 0 : inputs[i] + Float.BYTES * elements;
    }
}
