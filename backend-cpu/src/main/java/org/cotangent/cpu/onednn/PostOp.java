package org.cotangent.cpu.onednn;

/** An operation on a primitive's result before it is stored. */
sealed interface PostOp {

    /** {@code y = function(x)} on each element. */
    record Eltwise(Function function, float alpha, float beta) implements PostOp {}

    /** {@code y = x (+) operand}, broadcasting the operand, which is an additional argument of the primitive. */
    record Binary(Operation operation, MemoryDescriptor operand) implements PostOp {}

    /** {@code y = x + scale * y0}, with {@code y0} what stood in the output before. */
    record Sum(float scale) implements PostOp {}

    /** Elementwise functions of one argument, named as in oneDNN. */
    enum Function {
        RELU(0x20),
        TANH(0x21),
        ELU(0x22),
        ABS(0x24),
        LINEAR(0x26),
        HARDSIGMOID(0x28),
        LOGISTIC(0x29),
        GELU_TANH(0x2b),
        SWISH(0x2c),
        CLIP(0x2e),
        GELU_ERF(0x31),
        ROUND(0x32),
        MISH(0x33),
        HARDSWISH(0x34);

        private final int code;

        Function(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /** Elementwise functions of two arguments. */
    enum Operation {
        ADD(0x1fff0),
        MUL(0x1fff1);

        private final int code;

        Operation(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }
}
