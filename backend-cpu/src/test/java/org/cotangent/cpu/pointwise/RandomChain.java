package org.cotangent.cpu.pointwise;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.cotangent.cpu.KernelCall;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/** Several expressions of the same inputs, as fusion makes them, with tensors that broadcast against each other. */
record RandomChain(List<Scalar> expressions, List<Tensor> inputs, List<TensorType> outputs) implements Operator {

    private static final double[] SPECIAL = {
        0, -0.0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-40, -3e38, 88.8, -104, 0.5
    };

    private static final List<UnaryFunction> UNARY = List.of(
            UnaryFunction.NEG,
            UnaryFunction.ABS,
            UnaryFunction.SIGN,
            UnaryFunction.FLOOR,
            UnaryFunction.CEIL,
            UnaryFunction.ROUND,
            UnaryFunction.SQRT,
            UnaryFunction.RECIPROCAL,
            UnaryFunction.EXP,
            UnaryFunction.LOG,
            UnaryFunction.TANH,
            UnaryFunction.ERF,
            UnaryFunction.SIGMOID,
            UnaryFunction.NOT,
            UnaryFunction.IS_NAN,
            UnaryFunction.ASINH);

    private static final List<BinaryFunction> BINARY = List.of(
            BinaryFunction.ADD,
            BinaryFunction.SUB,
            BinaryFunction.MUL,
            BinaryFunction.DIV,
            BinaryFunction.MIN,
            BinaryFunction.MAX,
            BinaryFunction.LESS,
            BinaryFunction.LESS_OR_EQUAL,
            BinaryFunction.EQUAL,
            BinaryFunction.AND,
            BinaryFunction.OR,
            BinaryFunction.XOR,
            BinaryFunction.FMOD);

    /**
     * A chain of so many functions.
     *
     * @param computing the type of all inputs that are not bool
     */
    static RandomChain of(Random random, DType computing, int functions, long... sizes) {
        List<Tensor> inputs = new ArrayList<>();
        List<Scalar> known = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int k = 0; k < count; k++) {
            boolean bool = k > 0 && random.nextInt(4) == 0;
            inputs.add(tensor(random, bool ? DType.BOOL : computing, k == 0 ? sizes : broadcasting(random, sizes)));
            known.add(Scalar.input(k));
        }
        known.add(Scalar.constant(random.nextInt(5) - 2.5));
        for (int i = 0; i < functions; i++) {
            known.add(function(random, known));
        }
        List<Scalar> expressions = new ArrayList<>();
        List<TensorType> outputs = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            expressions.add(i == 0 ? known.getLast() : any(random, known));
            outputs.add(TensorType.of(random.nextInt(4) == 0 ? DType.BOOL : computing, sizes));
        }
        return new RandomChain(expressions, inputs, outputs);
    }

    private static Scalar any(Random random, List<Scalar> known) {
        return known.get(random.nextInt(known.size()));
    }

    private static Scalar function(Random random, List<Scalar> known) {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> any(random, known).apply(UNARY.get(random.nextInt(UNARY.size())));
            case 3 -> Scalar.select(any(random, known), any(random, known), any(random, known));
            default -> any(random, known).apply(BINARY.get(random.nextInt(BINARY.size())), any(random, known));
        };
    }

    private static long[] broadcasting(Random random, long[] sizes) {
        int rank = random.nextInt(sizes.length + 1);
        long[] own = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            own[axis] = random.nextInt(3) == 0 ? 1 : sizes[sizes.length - rank + axis];
        }
        return own;
    }

    private static Tensor tensor(Random random, DType dtype, long[] sizes) {
        Tensor tensor = Tensor.allocate(dtype, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            if (dtype == DType.BOOL) {
                tensor.setLong(i, random.nextInt(2));
            } else {
                boolean special = random.nextInt(4) == 0;
                tensor.setDouble(i, special ? SPECIAL[random.nextInt(SPECIAL.length)] : random.nextGaussian() * 4);
            }
        }
        return tensor;
    }

    /** The call with these inputs in place of the chain's own. */
    KernelCall call(List<Tensor> tensors, Parallel parallel) {
        return new KernelCall(
                this, Attributes.none(), new ArrayList<>(tensors), Set.of(), new ArrayList<>(outputs), parallel);
    }

    @Override
    public OperatorId id() {
        return new OperatorId("test", "RandomChain", 1);
    }

    @Override
    public Signature signature() {
        return Signature.builder().build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        throw new UnsupportedOperationException("types are given");
    }

    @Override
    public Forward forward() {
        List<Forward.Expression> given = new ArrayList<>();
        expressions.forEach(expression -> given.add((attributes, dtype, arity) -> expression));
        return new Forward.Pointwise(given, null);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Missing("not under test");
    }
}
