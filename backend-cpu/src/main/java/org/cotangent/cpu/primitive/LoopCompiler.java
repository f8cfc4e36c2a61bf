package org.cotangent.cpu.primitive;

/** Writes loops. */
public interface LoopCompiler {

    /** The weight of steps that cannot be part of a loop. */
    int IMPOSSIBLE = Integer.MAX_VALUE;

    /** The compiler that can do nothing. */
    LoopCompiler NONE = new LoopCompiler() {
        @Override
        public int weight(LoopPlan.Step step, boolean wide) {
            return IMPOSSIBLE;
        }

        @Override
        public int mostWeight() {
            return 0;
        }

        @Override
        public int lanes(boolean wide) {
            return 1;
        }

        @Override
        public boolean readsTruths(boolean wide) {
            return false;
        }

        @Override
        public BlockLoop compile(LoopPlan plan) {
            throw new UnsupportedOperationException("there is no compiler of loops here");
        }
    };

    /** {@return the room that a step takes in the code of a loop; {@link #IMPOSSIBLE} if it cannot be there} */
    int weight(LoopPlan.Step step, boolean wide);

    /**
     * {@return the room that the steps, inputs and outputs of a loop may take together} Either of the latter takes 1.
     */
    int mostWeight();

    /** {@return the numbers that a loop computes at once} */
    int lanes(boolean wide);

    /** {@return whether loops read and write truths} */
    boolean readsTruths(boolean wide);

    /** {@return a new loop} */
    BlockLoop compile(LoopPlan plan);
}
