package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.testkit.calculus.TensorTuple;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Many cotangents at once give what each gives by itself: the graph of the gradient is the body of a Scan over them,
 * with the point captured.
 */
public final class BatchedProducts implements Law {
    private static final int COUNT = 3;

    @Override
    public String name() {
        return "many cotangents at once";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return Declared.isDifferentiable(operator) && !operator.signature().isRandom();
    }

    @Override
    public Verdict check(Trial trial) {
        if (trial.operator().signature().isRandom()) {
            return Verdict.skipped("the operator draws random numbers");
        }
        GraphMap map = trial.map();
        if (map == null) {
            return Verdict.skipped(trial.whyNoMap());
        }
        TensorTuple y = map.apply(map.point());
        var random = trial.random();
        List<TensorTuple> cotangents =
                Stream.generate(() -> y.gaussian(random)).limit(COUNT).toList();
        List<Tensor> arguments = new ArrayList<>();
        for (int part = 0; part < y.shapes().size(); part++) {
            int k = part;
            arguments.add(
                    stacked(cotangents.stream().map(u -> u.tensors().get(k)).toList()));
        }
        arguments.addAll(map.arguments(map.point().tensors(), List.of()));
        List<Tensor> found = trial.bench().run(scan(trial.bench().operators(), map, arguments), arguments);
        for (int n = 0; n < COUNT; n++) {
            List<Tensor> slices = new ArrayList<>();
            for (Tensor all : found) {
                slices.add(slice(all, n));
            }
            String problem = Closeness.problem(
                    TensorTuple.of(slices),
                    map.vjp(map.point(), cotangents.get(n)),
                    map.inputs(),
                    "J^T u in a loop",
                    "J^T u");
            if (problem != null) {
                return Verdict.fail(problem);
            }
        }
        return Verdict.pass();
    }

    /** The graph that takes stacks of cotangents and the point, and gives stacks of gradients. */
    private static Graph scan(OperatorLookup operators, GraphMap map, List<Tensor> arguments) {
        Graph gradient = map.vjpGraph();
        int points = map.graph().inputs().size();
        List<Value> places = List.copyOf(gradient.inputs().values());
        GraphBuilder body = new GraphBuilder("products", operators);
        List<Value> cotangents = places.subList(points, places.size()).stream()
                .map(value -> body.input(value.name(), value.type()))
                .toList();
        List<Value> inside = new ArrayList<>();
        places.subList(0, points).forEach(value -> inside.add(body.input(value.name(), value.type())));
        inside.addAll(cotangents);
        List<Value> products = gradient.inline(body, inside);
        IntStream.range(0, products.size()).forEach(i -> body.output("product " + i, products.get(i)));

        GraphBuilder builder = new GraphBuilder("scan", operators);
        List<@Nullable Value> inputs = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            inputs.add(builder.input("argument " + i, arguments.get(i).type()));
        }
        Attributes attributes = Attributes.of("num_scan_inputs", cotangents.size())
                .with("body", new Attribute.OfGraph(body.build(), points));
        List<Value> stacks = builder.emit(operators.get("", "Scan"), attributes, inputs, products.size());
        IntStream.range(0, stacks.size()).forEach(i -> builder.output("stack " + i, stacks.get(i)));
        return builder.build();
    }

    private static Tensor stacked(List<Tensor> parts) {
        Tensor first = parts.getFirst();
        Tensor stack = Tensor.allocate(first.dtype(), sizes(first, parts.size()));
        for (int n = 0; n < parts.size(); n++) {
            for (long i = 0; i < first.elements(); i++) {
                Blocks.copy(parts.get(n), i, stack, n * first.elements() + i);
            }
        }
        return stack;
    }

    private static long[] sizes(Tensor part, int count) {
        long[] sizes = new long[part.rank() + 1];
        sizes[0] = count;
        System.arraycopy(part.sizes(), 0, sizes, 1, part.rank());
        return sizes;
    }

    private static Tensor slice(Tensor stack, int n) {
        Tensor part =
                Tensor.allocate(new TensorType(stack.dtype(), stack.shape().without(0)));
        for (long i = 0; i < part.elements(); i++) {
            Blocks.copy(stack, n * part.elements() + i, part, i);
        }
        return part;
    }
}
