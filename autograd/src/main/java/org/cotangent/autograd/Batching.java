package org.cotangent.autograd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.cotangent.engine.eager.Tracer;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * Runs a function of single elements on whole batches: the function is traced for one element, and its nodes are
 * emitted again with an axis in front of whatever depends on the batch.
 */
final class Batching {
    private final Autograd autograd;
    private final Formulas f;
    private final Map<Value, Value> images = new HashMap<>();
    private final Set<Value> batched = new HashSet<>();
    private long size;

    Batching(Autograd autograd) {
        this.autograd = autograd;
        this.f = autograd.formulas();
    }

    Variable apply(Function<List<Variable>, Variable> function, List<Variable> inputs) {
        size = batchSize(inputs);
        GraphBuilder builder = autograd.cotangent().graph("element");
        Tracer tracer = new Tracer(
                builder,
                value -> builder.newInput("captured." + value.name(), value.type()),
                autograd.recorder()::requiresGrad);
        Autograd traced = autograd.within(tracer);
        List<Variable> elements = new ArrayList<>();
        for (Variable input : inputs) {
            Shape whole = input.shape();
            TensorType type = new TensorType(input.dtype(), whole.without(0));
            Value element = builder.input("x" + elements.size(), type);
            images.put(element, input.value());
            batched.add(element);
            elements.add(traced.variable(element));
        }
        Value result = tracer.here(function.apply(elements).value());
        tracer.captured().forEach((outside, inside) -> images.put(inside, outside));
        for (Node node : tracer.build(Map.of("y", result)).nodes()) {
            emit(builder, node);
        }
        return autograd.variable(batched.contains(result) ? image(builder, result) : repeated(image(builder, result)));
    }

    private static long batchSize(List<Variable> inputs) {
        long size = -1;
        for (Variable input : inputs) {
            if (input.rank() == 0 || !input.shape().isStatic()) {
                throw new ShapeException(
                        "vmap goes over the first axis, of known size, of each input; " + input.type() + " has none");
            }
            if (size >= 0 && input.size(0) != size) {
                throw new ShapeException("inputs of vmap have " + size + " and " + input.size(0) + " elements");
            }
            size = input.size(0);
        }
        return size;
    }

    /** {@return the value outside that stands for a value of the element's graph; constants are brought over} */
    private Value image(GraphBuilder builder, Value value) {
        return images.computeIfAbsent(value, v -> {
            Tensor tensor = builder.constantOf(v);
            if (tensor == null) {
                throw new GraphException("'" + v.name() + "' is not computed");
            }
            return f.constant(tensor);
        });
    }

    private Value repeated(Value value) {
        long[] sizes = new long[value.shape().rank() + 1];
        sizes[0] = size;
        System.arraycopy(value.shape().sizes(), 0, sizes, 1, sizes.length - 1);
        return f.expand(value, sizes);
    }

    private void emit(GraphBuilder builder, Node node) {
        if (node.isRandom()) {
            throw new GraphException(node.describe() + " draws random numbers within vmap: draw them outside, one for"
                    + " each element, and pass them as an input");
        }
        List<@Nullable Value> inputs = new ArrayList<>();
        List<Boolean> flags = new ArrayList<>();
        for (Value input : node.inputs()) {
            inputs.add(input == null ? null : image(builder, input));
            flags.add(input != null && batched.contains(input));
        }
        boolean any = flags.contains(true);
        List<Value> results = any
                ? new BatchedCall(f, builder, node, inputs, flags, size).emit()
                : f.emitter()
                        .emit(
                                node.operator(),
                                node.attributes(),
                                inputs,
                                node.outputs().size());
        for (int i = 0; i < results.size(); i++) {
            images.put(node.outputs().get(i), results.get(i));
            if (any) {
                batched.add(node.outputs().get(i));
            }
        }
    }
}
