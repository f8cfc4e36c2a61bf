package org.cotangent.spi.op;

/** An input or output of an operator. */
public record Port(String name, Role role, Presence presence, TypeVariable type) {
    /** Whether a call must fill the port. */
    public enum Presence {
        REQUIRED,
        OPTIONAL,
        /** The last input or output may stand any number of times. */
        VARIADIC,
        /**
         * Residual outputs, after the outputs of ONNX: what a derivative rule may ask for beside them. They are
         * computed only when asked for and never appear in an exported node.
         */
        RESIDUAL
    }
}
