package org.cotangent.cpu.recurrent;

/** The numbers of the inputs and outputs of a layer's gradient. */
final class GradientTensors {

    static final int R = 0;
    static final int TRACE = 1;
    static final int LENGTHS = 2;
    static final int DY = 3;
    static final int DY_H = 4;
    static final int DY_C = 5;
    static final int PEEPHOLES = 6;

    static final int SUMS = 0;
    static final int INITIAL_H = 1;
    static final int INITIAL_C = 2;

    private GradientTensors() {}
}
