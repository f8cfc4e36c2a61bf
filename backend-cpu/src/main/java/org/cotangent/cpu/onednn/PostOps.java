package org.cotangent.cpu.onednn;

import java.util.ArrayList;
import java.util.List;

/**
 * An epilogue as oneDNN takes it.
 *
 * @param chain the operations, in order
 * @param inputs for each of them the input of the kernel that is its operand, or -1
 */
record PostOps(List<PostOp> chain, List<Integer> inputs) {
    private static final int NONE = -1;

    /**
     * Describes an epilogue.
     *
     * @param operands where those of the epilogue stand, axes as those of the primitive's result
     */
    static PostOps of(ProgramBuilder builder, DataType type, Epilogue epilogue, List<Strided> operands) {
        List<PostOp> chain = new ArrayList<>();
        List<Integer> inputs = new ArrayList<>();
        int next = 0;
        for (Epilogue.Link link : epilogue.links()) {
            switch (link) {
                case Epilogue.Link.Function(PostOp.Function function, float alpha, float beta) -> {
                    chain.add(new PostOp.Eltwise(function, alpha, beta));
                    inputs.add(NONE);
                }
                case Epilogue.Link.Operand(PostOp.Operation operation, int input, Strided natural) -> {
                    chain.add(new PostOp.Binary(
                            operation,
                            MemoryDescriptor.strided(builder.engine(), builder.arena(), type, operands.get(next++))));
                    inputs.add(input);
                }
            }
        }
        return new PostOps(chain, inputs);
    }

    /** Tells a primitive where the operands are, given how many operations come before these. */
    void bind(StepDraft step, int before) {
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i) != NONE) {
                step.with(Argument.postOpOperand(before + i), new Operand.Input(inputs.get(i)));
            }
        }
    }
}
