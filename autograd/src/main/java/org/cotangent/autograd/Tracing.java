package org.cotangent.autograd;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.eager.Tracer;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/**
 * Turns functions of variables into graphs. The function is run once, on variables without elements, and what it does
 * is written down; sizes of inputs may be symbolic. What a function does with elements in Java (an {@code if}, a loop
 * over data) cannot be written down and is an error.
 */
public final class Tracing {
    private final Cotangent cotangent;
    private final Function<Object, String> names;

    /** A function of variables by name. */
    @FunctionalInterface
    public interface Body {
        /** {@return the outputs, by name} */
        Map<String, Variable> apply(Autograd autograd, SequencedMap<String, Variable> inputs);
    }

    /** @param names gives the names that {@link Parameter}s and {@link Part}s have in the graph */
    public Tracing(Cotangent cotangent, Function<Object, String> names) {
        this.cotangent = cotangent;
        this.names = names;
    }

    /** {@return the graph of a function for inputs of these types} */
    public Graph trace(String name, Map<String, TensorType> inputs, Body body) {
        return trace(name, inputs, body, value -> {
            throw new IllegalArgumentException("the function uses variable '" + value.name() + "' " + value.type()
                    + " from outside: make it a Parameter, or pass it as an input");
        });
    }

    /** {@return the graph; {@code capture} gives the tensors of variables from outside} */
    Graph trace(String name, Map<String, TensorType> inputs, Body body, Function<Value, Captured> capture) {
        GraphBuilder builder = cotangent.graph(name);
        UnaryOperator<Value> capturing = value -> {
            Captured captured = capture.apply(value);
            return captured.mayChange()
                    ? builder.parameter("captured." + value.name(), captured.tensor())
                    : builder.initializer("captured." + value.name(), captured.tensor());
        };
        Tracer tracer =
                new Tracer(builder, capturing, value -> capture.apply(value).mayChange());
        Autograd autograd = Autograd.tracing(cotangent, tracer, names);
        SequencedMap<String, Variable> variables = new LinkedHashMap<>();
        inputs.forEach((input, type) -> variables.put(input, autograd.variable(builder.input(input, type))));
        Map<String, Value> outputs = new LinkedHashMap<>();
        body.apply(autograd, variables).forEach((output, variable) -> outputs.put(output, variable.value()));
        return tracer.build(outputs);
    }

    /**
     * A tensor that a function uses and that is no input of it.
     *
     * @param mayChange whether its elements may change between runs
     */
    record Captured(Tensor tensor, boolean mayChange) {}
}
