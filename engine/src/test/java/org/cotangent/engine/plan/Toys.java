package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.engine.kernel.KernelSelector;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/** A few operators with which plans are tested; the engine knows none of its own. */
final class Toys {
    private static final TypeVariable NUMBER = TypeVariable.of("T", DType.FLOAT, DType.DOUBLE, DType.INT64);
    private static final TypeVariable BOOL = TypeVariable.of("B", DType.BOOL);
    private static final TypeVariable LENGTHS = TypeVariable.of("S", DType.INT64);

    private Toys() {}

    static final OperatorRegistry OPERATORS = OperatorRegistry.of(List.of(
            new Toy("Add", numbers(2), Forward.pointwise(Scalar.input(0).plus(Scalar.input(1)))),
            new Toy("Mul", numbers(2), Forward.pointwise(Scalar.input(0).times(Scalar.input(1)))),
            new Toy("Neg", numbers(1), Forward.pointwise(Scalar.input(0).negated())),
            new Toy(
                    "Less",
                    Signature.builder()
                            .input("a", NUMBER)
                            .input("b", NUMBER)
                            .output("y", BOOL)
                            .build(),
                    Forward.pointwise(Scalar.input(0).less(Scalar.input(1)))),
            new Toy(
                    "Where",
                    Signature.builder()
                            .input("condition", BOOL)
                            .input("a", NUMBER)
                            .input("b", NUMBER)
                            .output("y", NUMBER)
                            .build(),
                    Forward.pointwise(Scalar.select(Scalar.input(0), Scalar.input(1), Scalar.input(2)))),
            new Toy(
                    "SumAndProduct",
                    Signature.builder()
                            .input("a", NUMBER)
                            .input("b", NUMBER)
                            .output("sum", NUMBER)
                            .output("product", NUMBER)
                            .build(),
                    new Forward.Pointwise(
                            List.of(
                                    (attributes, dtype, inputs) ->
                                            Scalar.input(0).plus(Scalar.input(1)),
                                    (attributes, dtype, inputs) ->
                                            Scalar.input(0).times(Scalar.input(1))),
                            null)),
            new Toy("Total", numbers(1), new Forward.HostKernel(call -> io -> {
                double sum = 0;
                for (long i = 0; i < io.input(0).elements(); i++) {
                    sum += io.input(0).getDouble(i);
                }
                for (long i = 0; i < io.output(0).elements(); i++) {
                    io.output(0).setDouble(i, sum);
                }
            })),
            new Toy(
                    "Expand",
                    Signature.builder()
                            .input("x", NUMBER)
                            .fixed("shape", LENGTHS)
                            .output("y", NUMBER)
                            .build(),
                    new Forward.HostKernel(call -> io -> {
                        for (long i = 0; i < io.output(0).elements(); i++) {
                            io.output(0)
                                    .setDouble(
                                            i,
                                            io.input(0)
                                                    .getDouble(i % io.input(0).elements()));
                        }
                    }))));

    private static Signature numbers(int inputs) {
        Signature.Builder ports = Signature.builder();
        for (int i = 0; i < inputs; i++) {
            ports.input("x" + i, NUMBER);
        }
        return ports.output("y", NUMBER).build();
    }

    /** Outputs have the broadcast shape of the inputs; of Expand, that of input 1's elements. */
    private record Toy(String type, Signature signature, Forward forward) implements Operator {
        @Override
        public OperatorId id() {
            return new OperatorId("", type, 1);
        }

        @Override
        public List<TensorType> infer(Inference call) {
            if (type.equals("Expand")) {
                List<Dim> sizes = Objects.requireNonNull(call.integers(1));
                return List.of(call.input(0).with(Shape.of(sizes)));
            }
            Shape shape = Shape.scalar();
            for (int i = 0; i < call.inputCount(); i++) {
                shape = shape.broadcast(call.shape(i));
            }
            List<TensorType> types = new ArrayList<>();
            for (int i = 0; i < call.outputCount(); i++) {
                boolean bool = signature.output(i).type().equals(BOOL);
                types.add(new TensorType(bool ? DType.BOOL : call.dtype(call.inputCount() - 1), shape));
            }
            return types;
        }

        @Override
        public Derivative derivative() {
            return new Derivative.Missing("it is a toy");
        }
    }

    static HostCalls calls() {
        return new HostCalls(selector(), OPERATORS);
    }

    static KernelSelector selector() {
        return new KernelSelector(List.of(), Parallel.sequential());
    }

    static GraphBuilder graph() {
        return new GraphBuilder("toys", OPERATORS);
    }

    static Plan plan(Graph graph) {
        return new Planner(OPERATORS, selector(), calls()).plan(graph);
    }

    static Tensor floats(float... values) {
        return Tensor.vector(values);
    }
}
