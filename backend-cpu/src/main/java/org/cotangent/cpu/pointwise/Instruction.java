package org.cotangent.cpu.pointwise;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.cotangent.cpu.primitive.BlockLoop;
import org.cotangent.cpu.primitive.BlockMath;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.UnaryFunction;

/** One step of a {@link Program}: a function of whole blocks, which are named by the numbers of their registers. */
sealed interface Instruction {

    /** Computes one block of {@code n} numbers; {@code at} holds the address of each register. */
    void run(BlockMath math, long[] at, int n);

    /** The register that is written. */
    int target();

    /** {@return whether the register is read} */
    boolean reads(int register);

    /** {@return roughly the time for one element, in units of an addition} */
    default int cost() {
        return 1;
    }

    /** {@code target = f(x)}. */
    record Unary(UnaryFunction f, int target, int x) implements Instruction {
        @Override
        public boolean reads(int register) {
            return register == x;
        }

        @Override
        public void run(BlockMath math, long[] at, int n) {
            math.unary(f, at[target], at[x], n);
        }

        @Override
        public int cost() {
            return switch (f) {
                case NEG, ABS, SIGN, FLOOR, CEIL, ROUND, NOT, BITWISE_NOT -> 1;
                case IS_NAN, IS_POSITIVE_INFINITY, IS_NEGATIVE_INFINITY -> 1;
                case SQRT, RECIPROCAL -> 3;
                default -> 6;
            };
        }
    }

    /** {@code target = f(x, y)}. */
    record Binary(BinaryFunction f, int target, int x, int y) implements Instruction {
        @Override
        public boolean reads(int register) {
            return register == x || register == y;
        }

        @Override
        public void run(BlockMath math, long[] at, int n) {
            math.binary(f, at[target], at[x], at[y], n);
        }

        @Override
        public int cost() {
            return switch (f) {
                case DIV -> 3;
                case POW, MOD, FMOD -> 20;
                default -> 1;
            };
        }
    }

    /** {@code target = condition != 0 ? x : y}. */
    record Select(int target, int condition, int x, int y) implements Instruction {
        @Override
        public boolean reads(int register) {
            return register == condition || register == x || register == y;
        }

        @Override
        public void run(BlockMath math, long[] at, int n) {
            math.select(at[target], at[condition], at[x], at[y], n);
        }
    }

    /** {@code target = f(x)} by a function that is known only as code. */
    record Opaque(DoubleUnaryOperator f, int target, int x) implements Instruction {
        @Override
        public boolean reads(int register) {
            return register == x;
        }

        @Override
        public void run(BlockMath math, long[] at, int n) {
            math.map(f, at[target], at[x], n);
        }

        @Override
        public int cost() {
            return 20;
        }
    }

    /** {@code target = f(x, y)} by a function that is known only as code. */
    record OpaqueBinary(DoubleBinaryOperator f, int target, int x, int y) implements Instruction {
        @Override
        public boolean reads(int register) {
            return register == x || register == y;
        }

        @Override
        public void run(BlockMath math, long[] at, int n) {
            math.map(f, at[target], at[x], at[y], n);
        }

        @Override
        public int cost() {
            return 20;
        }
    }

    /** Several instructions by one loop, once it is ready. */
    record Loop(LazyLoop lazy, List<Instruction> parts) implements Instruction {
        @Override
        public int target() {
            return parts.getLast().target();
        }

        @Override
        public boolean reads(int register) {
            return parts.stream().anyMatch(part -> part.reads(register));
        }

        @Override
        public void run(BlockMath math, long[] at, int n) {
            BlockLoop loop = lazy.ready();
            if (loop != null) {
                loop.run(at, lazy.noStrides(), 1, n);
            } else {
                for (int i = 0; i < parts.size(); i++) {
                    parts.get(i).run(math, at, n);
                }
                lazy.missed((long) n * cost());
            }
        }

        @Override
        public int cost() {
            return parts.stream().mapToInt(Instruction::cost).sum();
        }
    }
}
