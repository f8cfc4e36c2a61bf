package org.cotangent.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.tensor.AxisOrder;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One call of a function of single elements, made for a whole batch: in one call where the operator has a form for
 * batches, else once for each element.
 *
 * @param node the call on single elements
 * @param inputs what stands for its inputs
 * @param batched which of them have the axis of the batch in front
 */
record BatchedCall(
        Formulas f, GraphBuilder element, Node node, List<@Nullable Value> inputs, List<Boolean> batched, long size) {

    List<Value> emit() {
        List<Value> once = inOneCall();
        return once != null ? once : oneByOne();
    }

    private @Nullable List<Value> inOneCall() {
        Attributes attributes = node.attributes();
        if (node.operator().forward() instanceof Forward.Pointwise) {
            return call(attributes, aligned(outputRank()));
        }
        if (node.operator().forward() instanceof Forward.View) {
            return onlyFirst() ? List.of(f.reshape(first(), sizes(node.outputs().getFirst()))) : null;
        }
        if (!node.operator().id().isOnnx() && !node.operator().id().type().equals("StopGradient")) {
            return null;
        }
        return switch (node.operator().id().type()) {
            case "StopGradient" -> call(attributes, inputs);
            case "MatMul" -> matmul();
            case "Transpose" -> transpose();
            case "Softmax", "LogSoftmax", "Hardmax", "LpNormalization" -> call(shifted("axis"), inputs);
            case "ArgMax", "ArgMin" -> call(shifted("axis"), inputs);
            case "Concat" -> batched.contains(false) ? null : call(shifted("axis"), inputs);
            case "Expand" -> onlyFirst() ? expand() : null;
            case "Gather" -> gather();
            case "ReduceSum",
                    "ReduceMean",
                    "ReduceMax",
                    "ReduceMin",
                    "ReduceProd",
                    "ReduceL1",
                    "ReduceL2",
                    "ReduceLogSum",
                    "ReduceLogSumExp",
                    "ReduceSumSquare" -> reduce();
            default -> null;
        };
    }

    private List<Value> call(Attributes attributes, List<@Nullable Value> arguments) {
        return f.emitter()
                .emit(node.operator(), attributes, arguments, node.outputs().size());
    }

    private Value first() {
        return Objects.requireNonNull(inputs.getFirst());
    }

    private boolean onlyFirst() {
        return batched.getFirst() && !batched.subList(1, batched.size()).contains(true);
    }

    private Shape elementShape(int i) {
        return Objects.requireNonNull(node.inputs().get(i)).shape();
    }

    private int outputRank() {
        return node.outputs().getFirst().shape().rank();
    }

    private long[] sizes(Value output) {
        long[] inner = output.shape().sizes();
        long[] sizes = new long[inner.length + 1];
        sizes[0] = size;
        System.arraycopy(inner, 0, sizes, 1, inner.length);
        return sizes;
    }

    /** {@return the inputs, those of the batch with axes of size 1 behind the first, so that elements broadcast} */
    private List<@Nullable Value> aligned(int rank) {
        List<@Nullable Value> arguments = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Value input = inputs.get(i);
            arguments.add(
                    input == null || !batched.get(i)
                            ? input
                            : aligned(input, elementShape(i).rank(), rank));
        }
        return arguments;
    }

    private Value aligned(Value input, int from, int to) {
        return f.unsqueeze(
                input, IntStream.rangeClosed(1, to - from).asLongStream().toArray());
    }

    /** Vectors become matrices of one row or column first. */
    private @Nullable List<Value> matmul() {
        int left = elementShape(0).rank();
        int right = elementShape(1).rank();
        if (left == 1 || right == 1) {
            Value x = left == 1 ? f.unsqueeze(first(), batched.get(0) ? 1 : 0) : first();
            Value second = Objects.requireNonNull(inputs.get(1));
            Value y = right == 1 ? f.unsqueeze(second, right - 1 + (batched.get(1) ? 2 : 1)) : second;
            Value product = product(x, Math.max(2, left), y, Math.max(2, right));
            return List.of(f.reshape(product, sizes(node.outputs().getFirst())));
        }
        return List.of(product(first(), left, Objects.requireNonNull(inputs.get(1)), right));
    }

    private Value product(Value x, int left, Value y, int right) {
        int rank = Math.max(left, right);
        return f.matmul(batched.get(0) ? aligned(x, left, rank) : x, batched.get(1) ? aligned(y, right, rank) : y);
    }

    private List<Value> transpose() {
        int rank = elementShape(0).rank();
        AxisOrder order = AxisOrder.ofTranspose(node.attributes().integersOrNull("perm"), rank);
        int[] whole = new int[rank + 1];
        for (int i = 0; i < rank; i++) {
            whole[i + 1] = order.source(i) + 1;
        }
        return List.of(f.transpose(first(), whole));
    }

    private Attributes shifted(String axis) {
        long value = node.attributes().integer(axis);
        return node.attributes().with(axis, value < 0 ? value : value + 1);
    }

    private List<Value> expand() {
        int rank = outputRank();
        Value x = aligned(first(), elementShape(0).rank(), rank);
        return List.of(f.expand(x, sizes(node.outputs().getFirst())));
    }

    private @Nullable List<Value> gather() {
        if (onlyFirst()) {
            return call(shifted("axis"), inputs);
        }
        boolean rows = !batched.get(0) && node.attributes().integer("axis") == 0;
        return rows ? call(node.attributes(), inputs) : null;
    }

    private @Nullable List<Value> reduce() {
        Value axesInput = node.inputs().size() > 1 ? node.inputs().get(1) : null;
        Tensor known = axesInput == null ? null : element.constantOf(axesInput);
        if (axesInput != null && known == null) {
            return null;
        }
        int rank = elementShape(0).rank();
        long[] axes = known == null ? new long[0] : known.toLongs();
        if (axes.length == 0) {
            if (node.attributes().integer("noop_with_empty_axes") != 0) {
                return null;
            }
            axes = IntStream.range(0, rank).asLongStream().toArray();
        }
        long[] moved =
                Arrays.stream(axes).map(axis -> axis < 0 ? axis : axis + 1).toArray();
        if (moved.length == 0) {
            return null;
        }
        return call(node.attributes(), Arrays.asList(first(), f.integers(moved)));
    }

    private List<Value> oneByOne() {
        List<List<Value>> parts = new ArrayList<>();
        for (int k = 0; k < node.outputs().size(); k++) {
            parts.add(new ArrayList<>());
        }
        for (long b = 0; b < size; b++) {
            List<@Nullable Value> arguments = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                Value input = inputs.get(i);
                arguments.add(
                        input != null && batched.get(i) ? f.gather(input, f.constant(Tensor.scalar(b)), 0) : input);
            }
            List<Value> results = call(node.attributes(), arguments);
            for (int k = 0; k < results.size(); k++) {
                parts.get(k).add(f.unsqueeze(results.get(k), 0));
            }
        }
        return parts.stream().map(part -> f.concat(0, part)).toList();
    }
}
