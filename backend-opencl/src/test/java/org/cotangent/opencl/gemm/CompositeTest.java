package org.cotangent.opencl.gemm;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotangent.opencl.convolution.ConvolutionKernels;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.support.DeviceCalls;
import org.cotangent.opencl.support.FamilyCalls;
import org.cotangent.opencl.support.RandomTensors;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.AxisOrder;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CompositeTest {
    private static DeviceCalls calls;

    @BeforeAll
    static void open() {
        calls = DeviceCalls.open();
    }

    @AfterAll
    static void close() {
        if (calls != null) {
            calls.close();
        }
    }

    /** What plans make of a call and its neighbours. */
    private record Composite(Forward.Composite forward, int inputs, Shape result) implements Operator {
        @Override
        public OperatorId id() {
            return new OperatorId(OperatorId.COTANGENT, "Composite", 1);
        }

        @Override
        public Signature signature() {
            Signature.Builder ports = Signature.builder();
            TypeVariable t = TypeVariable.of("T", DType.floating());
            for (int i = 0; i < inputs; i++) {
                ports.input("x" + i, t);
            }
            return ports.output("y", t).build();
        }

        @Override
        public List<? extends ValueType> infer(Inference call) {
            return List.of(new TensorType(DType.FLOAT, result));
        }

        @Override
        public Derivative derivative() {
            return new Derivative.Missing("not needed");
        }
    }

    private static void assertAgrees(
            OpenClKernels family,
            Operator inner,
            Attributes attributes,
            List<AxisOrder> orders,
            AxisOrder output,
            Scalar end,
            long[] result,
            long[]... inputs) {
        Forward.Composite forward =
                new Forward.Composite(inner, inner.signature().resolve(attributes), orders, output, end);
        Composite composite = new Composite(forward, inputs.length, Shape.of(result));
        RandomTensors random = new RandomTensors(inputs.length);
        List<Tensor> tensors = new ArrayList<>();
        for (long[] sizes : inputs) {
            tensors.add(random.of(DType.FLOAT, sizes));
        }
        new FamilyCalls(calls, family, calls.device().facts())
                .assertAgrees(composite, Attributes.none(), tensors, Set.of(1), 1e-4);
        new FamilyCalls(calls, family, FamilyCalls.graphics(calls.device()))
                .assertAgrees(composite, Attributes.none(), tensors, Set.of(), 1e-4);
    }

    private static final Scalar X = Scalar.input(0);
    private static final Scalar SUM = new Scalar.Binary(BinaryFunction.ADD, X, Scalar.input(1));

    /** A sum, through Relu, plus another operand. */
    private static Scalar reluOfSumPlus() {
        Scalar relu = new Scalar.Binary(BinaryFunction.MAX, SUM, Scalar.constant(0));
        return new Scalar.Binary(BinaryFunction.ADD, relu, Scalar.input(2));
    }

    @Test
    void endsOfProducts() {
        Operator matmul = calls.operator("", "MatMul");
        List<AxisOrder> natural = List.of(AxisOrder.natural(), AxisOrder.natural());
        long[] a = {2, 9, 20};
        long[] b = {20, 70};
        long[] y = {2, 9, 70};
        MatrixKernels family = new MatrixKernels();
        assertAgrees(family, matmul, Attributes.none(), natural, AxisOrder.natural(), SUM, y, a, b, new long[] {70});
        assertAgrees(
                family, matmul, Attributes.none(), natural, AxisOrder.natural(), SUM, y, a, b, new long[] {2, 1, 70});
        assertAgrees(
                family,
                matmul,
                Attributes.none(),
                natural,
                AxisOrder.natural(),
                reluOfSumPlus(),
                y,
                a,
                b,
                new long[] {9, 1},
                y);
        Scalar tanh = new Scalar.Unary(UnaryFunction.TANH, SUM);
        Scalar sigmoid = new Scalar.Binary(BinaryFunction.MUL, tanh, new Scalar.Unary(UnaryFunction.SIGMOID, X));
        Scalar erf = new Scalar.Binary(BinaryFunction.MUL, sigmoid, new Scalar.Unary(UnaryFunction.ERF, X));
        assertAgrees(family, matmul, Attributes.none(), natural, AxisOrder.natural(), erf, y, a, b, new long[] {});
    }

    @Test
    void manySumsInPartsHaveAnEndToo() {
        Operator gemm = calls.operator("", "Gemm");
        List<AxisOrder> natural = List.of(AxisOrder.natural(), AxisOrder.natural(), AxisOrder.natural());
        assertAgrees(
                new MatrixKernels(),
                gemm,
                Attributes.none(),
                natural,
                AxisOrder.natural(),
                reluOfSumPlus(),
                new long[] {3, 5},
                new long[] {3, 3000},
                new long[] {3000, 5},
                new long[] {5},
                new long[] {3, 1},
                new long[] {3, 5});
    }

    @Test
    void ordersOfAxes() {
        Operator matmul = calls.operator("", "MatMul");
        AxisOrder heads = AxisOrder.of(0, 2, 1, 3);
        AxisOrder keys = AxisOrder.of(0, 2, 3, 1);
        MatrixKernels family = new MatrixKernels();
        long[] tokens = {2, 7, 3, 16};
        assertAgrees(
                family,
                matmul,
                Attributes.none(),
                List.of(heads, keys),
                AxisOrder.natural(),
                SUM,
                new long[] {2, 3, 7, 7},
                tokens,
                tokens,
                new long[] {2, 1, 1, 7});
        assertAgrees(
                family,
                matmul,
                Attributes.none(),
                List.of(AxisOrder.natural(), heads),
                heads,
                SUM,
                new long[] {2, 7, 3, 16},
                new long[] {2, 3, 7, 7},
                tokens,
                new long[] {3, 16});
        assertAgrees(
                family,
                matmul,
                Attributes.none(),
                List.of(heads, AxisOrder.natural()),
                heads,
                SUM,
                new long[] {2, 7, 3, 20},
                tokens,
                new long[] {16, 20},
                new long[] {7, 1, 1});
        Operator fused = calls.operator("org.cotangent", "FusedMatMul");
        assertAgrees(
                family,
                fused,
                Attributes.of("transB", 1).with("alpha", 0.25f),
                List.of(heads, heads),
                AxisOrder.of(3, 1, 0, 2),
                SUM,
                new long[] {7, 3, 2, 7},
                tokens,
                tokens,
                new long[] {3, 1, 1});
    }

    @Test
    void endsOfConvolutions() {
        Operator conv = calls.operator("", "Conv");
        Attributes attributes = Attributes.of("pads", new long[] {1, 1, 1, 1}).with("group", 2);
        List<AxisOrder> natural = List.of(AxisOrder.natural(), AxisOrder.natural(), AxisOrder.natural());
        long[] y = {2, 8, 9, 10};
        assertAgrees(
                new ConvolutionKernels(),
                conv,
                attributes,
                natural,
                AxisOrder.natural(),
                reluOfSumPlus(),
                y,
                new long[] {2, 6, 9, 10},
                new long[] {8, 3, 3, 3},
                new long[] {8},
                y,
                new long[] {8, 1, 1});
    }
}
