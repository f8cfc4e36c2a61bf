package org.cotangent.train.layer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.cotangent.autograd.Autograd;
import org.cotangent.autograd.Operand;
import org.cotangent.autograd.Parameter;
import org.cotangent.autograd.Variable;
import org.cotangent.spi.op.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * What recurrent layers share: stacked layers, in one or both directions, over [batch, time, features].
 *
 * <p>Parameters are PyTorch's, in its order of gates, and begin uniform in {@code +-1 / sqrt(hidden)}.
 */
abstract sealed class Recurrent extends UnaryLayer permits LSTM, GRU, RNN {
    private final String operator;
    private final int[] gates;
    private final long hidden;
    private final int directions;
    private final int layers;
    private final SequencedMap<String, Parameter> weights = new LinkedHashMap<>();

    /**
     * What a run gives.
     *
     * @param outputs of the last layer, [batch, time, directions * hidden]
     * @param hidden the last hidden state of each layer and direction, [layers * directions, batch, hidden]
     * @param cell the last cell state likewise; null where there is none
     */
    public record Result(
            Variable outputs, Variable hidden, @Nullable Variable cell) {}

    /** @param gates where in PyTorch's order each gate of ONNX's order is */
    Recurrent(String operator, int[] gates, long inputs, long hidden, int layers, boolean bidirectional) {
        this.operator = operator;
        this.gates = gates.clone();
        this.hidden = hidden;
        this.layers = layers;
        this.directions = bidirectional ? 2 : 1;
        for (int layer = 0; layer < layers; layer++) {
            for (int direction = 0; direction < directions; direction++) {
                String suffix = suffix(layer, direction);
                long width = layer == 0 ? inputs : directions * hidden;
                weights.put("weight_ih" + suffix, parameter(Bounds.of(hidden), gates.length * hidden, width));
                weights.put("weight_hh" + suffix, parameter(Bounds.of(hidden), gates.length * hidden, hidden));
                weights.put("bias_ih" + suffix, parameter(Bounds.of(hidden), gates.length * hidden));
                weights.put("bias_hh" + suffix, parameter(Bounds.of(hidden), gates.length * hidden));
            }
        }
    }

    private static String suffix(int layer, int direction) {
        return "_l" + layer + (direction == 1 ? "_reverse" : "");
    }

    @Override
    protected SequencedMap<String, @Nullable Object> members() {
        return new LinkedHashMap<>(weights);
    }

    /** {@return the outputs of the last layer, [batch, time, directions * hidden], beginning with zeros} */
    @Override
    public Variable forward(Variable x) {
        return steps(x, null, null).outputs();
    }

    /** {@return outputs and last states, beginning with zeros} */
    public final Result runAll(Variable x) {
        return run(x.autograd(), () -> steps(x, null, null));
    }

    final Result from(Variable x, Operand hiddenState, @Nullable Operand cellState) {
        return run(x.autograd(), () -> steps(x, hiddenState, cellState));
    }

    private Result steps(Variable x, @Nullable Operand hiddenState, @Nullable Operand cellState) {
        Autograd autograd = x.autograd();
        Variable y = x.permute(1, 0, 2);
        List<Variable> lastHidden = new ArrayList<>();
        List<Variable> lastCell = new ArrayList<>();
        boolean hasCell = operator.equals("LSTM");
        for (int layer = 0; layer < layers; layer++) {
            List<@Nullable Operand> inputs = new ArrayList<>();
            inputs.add(y);
            inputs.add(stacked(autograd, "weight_ih", layer));
            inputs.add(stacked(autograd, "weight_hh", layer));
            inputs.add(biases(autograd, layer));
            inputs.add(null);
            inputs.add(part(autograd, hiddenState, layer));
            if (hasCell) {
                inputs.add(part(autograd, cellState, layer));
            }
            List<Variable> results = autograd.call(
                    "", operator, attributes(), hasCell ? 3 : 2, inputs.toArray(new @Nullable Operand[0]));
            Variable all = results.getFirst();
            y = directions == 1 ? all.squeeze(1) : all.permute(0, 2, 1, 3).flatten(2);
            lastHidden.add(results.get(1));
            if (hasCell) {
                lastCell.add(results.get(2));
            }
        }
        return new Result(
                y.permute(1, 0, 2),
                autograd.concat(0, lastHidden.toArray(Variable[]::new)),
                hasCell ? autograd.concat(0, lastCell.toArray(Variable[]::new)) : null);
    }

    private @Nullable Variable part(Autograd autograd, @Nullable Operand state, int layer) {
        return state == null ? null : state.in(autograd).slice(0, (long) layer * directions, (layer + 1L) * directions);
    }

    /** {@return the weights of all directions, gates in ONNX's order} */
    private Variable stacked(Autograd autograd, String name, int layer) {
        Variable[] parts = new Variable[directions];
        for (int direction = 0; direction < directions; direction++) {
            parts[direction] = ordered(autograd, name + suffix(layer, direction));
        }
        return autograd.stack(0, parts);
    }

    private Variable biases(Autograd autograd, int layer) {
        Variable[] parts = new Variable[directions];
        for (int direction = 0; direction < directions; direction++) {
            String suffix = suffix(layer, direction);
            parts[direction] =
                    autograd.concat(0, ordered(autograd, "bias_ih" + suffix), ordered(autograd, "bias_hh" + suffix));
        }
        return autograd.stack(0, parts);
    }

    private Variable ordered(Autograd autograd, String name) {
        Variable whole = Objects.requireNonNull(weights.get(name)).in(autograd);
        if (gates.length == 1) {
            return whole;
        }
        List<Variable> theirs = whole.chunk(gates.length, 0);
        Variable[] parts = new Variable[gates.length];
        for (int i = 0; i < gates.length; i++) {
            parts[i] = theirs.get(gates[i]);
        }
        return autograd.concat(0, parts);
    }

    private Attributes attributes() {
        return more(
                Attributes.of("hidden_size", hidden).with("direction", directions == 2 ? "bidirectional" : "forward"));
    }

    /** {@return the attributes of the operator beside size and direction added} */
    Attributes more(Attributes attributes) {
        return attributes;
    }

    @Override
    protected String settings() {
        return "hidden " + hidden + (layers > 1 ? ", layers " + layers : "") + (directions > 1 ? ", both ways" : "");
    }
}
