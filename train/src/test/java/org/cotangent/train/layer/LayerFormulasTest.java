package org.cotangent.train.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Objects;
import org.cotangent.autograd.Autograd;
import org.cotangent.autograd.Parameter;
import org.cotangent.autograd.Variable;
import org.junit.jupiter.api.Test;

/** Layers against their formulas, written out with other operations. */
class LayerFormulasTest {
    private final Autograd autograd = Autograd.load();

    private static void near(Variable expected, Variable actual) {
        assertEquals(expected.shape(), actual.shape());
        assertArrayEquals(expected.toDoubles(), actual.toDoubles(), 1e-5);
    }

    private Variable of(Layer layer, String name) {
        Parameter parameter = layer.parameters().get(name);
        return Objects.requireNonNull(parameter, name).in(autograd);
    }

    @Test
    void batchNormNotesTheStatisticsOfBatches() {
        BatchNorm layer = new BatchNorm(3);
        Variable x = autograd.randn(6, 3, 4, 4).mul(2).add(1);
        Variable mean = x.mean(0, 2, 3);
        Variable centred = x.sub(mean.reshape(1, 3, 1, 1));
        Variable variance = centred.square().mean(0, 2, 3);
        near(centred.div(variance.add(1e-5).sqrt().reshape(1, 3, 1, 1)), layer.apply(x));
        near(mean.mul(0.1), autograd.tensor(layer.runningMean().tensor()));
        near(
                variance.mul(0.1 * 96 / 95).add(0.9),
                autograd.tensor(layer.runningVar().tensor()));
        layer.eval();
        Variable moved = x.sub(autograd.tensor(layer.runningMean().tensor()).reshape(1, 3, 1, 1));
        Variable scale =
                autograd.tensor(layer.runningVar().tensor()).add(1e-5).sqrt().reshape(1, 3, 1, 1);
        near(moved.div(scale), layer.apply(x));
    }

    @Test
    void lstmHasPyTorchsGates() {
        LSTM layer = new LSTM(3, 4, 2, true);
        Variable x = autograd.randn(2, 5, 3);
        Recurrent.Result result = layer.runAll(x);
        Variable first = lstmLayer(layer, x, 0);
        near(lstmLayer(layer, first, 1), result.outputs());
        near(result.outputs(), layer.apply(x));
        near(
                result.outputs().slice(1, 4, 5).squeeze(1).slice(1, 0, 4),
                result.hidden().get(2));
        near(
                result.outputs().slice(1, 0, 1).squeeze(1).slice(1, 4, 8),
                result.hidden().get(3));
    }

    @Test
    void aSequenceMayBeRunInParts() {
        LSTM layer = new LSTM(3, 4, 2, false);
        Variable x = autograd.randn(2, 5, 3);
        Recurrent.Result whole = layer.runAll(x);
        Recurrent.Result first = layer.runAll(x.slice(1, 0, 2));
        Recurrent.Result rest = layer.runFrom(x.slice(1, 2, 5), first.hidden(), Objects.requireNonNull(first.cell()));
        near(whole.outputs(), autograd.concat(1, first.outputs(), rest.outputs()));
        near(whole.hidden(), rest.hidden());
        near(Objects.requireNonNull(whole.cell()), Objects.requireNonNull(rest.cell()));
    }

    private Variable lstmLayer(LSTM layer, Variable x, int number) {
        return autograd.concat(
                2, lstm(layer, x, "_l" + number, false), lstm(layer, x, "_l" + number + "_reverse", true));
    }

    private Variable lstm(LSTM layer, Variable x, String suffix, boolean reverse) {
        long steps = x.size(1);
        Variable h = autograd.zeros(x.size(0), 4);
        Variable c = h;
        Variable[] outputs = new Variable[(int) steps];
        for (int k = 0; k < steps; k++) {
            int t = (int) (reverse ? steps - 1 - k : k);
            Variable input = x.slice(1, t, t + 1).squeeze(1);
            Variable all = input.linear(of(layer, "weight_ih" + suffix), of(layer, "bias_ih" + suffix))
                    .add(h.linear(of(layer, "weight_hh" + suffix), of(layer, "bias_hh" + suffix)));
            var gates = all.chunk(4, 1);
            c = gates.get(1)
                    .sigmoid()
                    .mul(c)
                    .add(gates.get(0).sigmoid().mul(gates.get(2).tanh()));
            h = gates.get(3).sigmoid().mul(c.tanh());
            outputs[t] = h;
        }
        return autograd.stack(1, outputs);
    }

    @Test
    void gruHasPyTorchsGates() {
        GRU layer = new GRU(3, 4);
        Variable x = autograd.randn(2, 5, 3);
        Variable h = autograd.zeros(2, 4);
        Variable[] outputs = new Variable[5];
        for (int t = 0; t < 5; t++) {
            var given = x.slice(1, t, t + 1)
                    .squeeze(1)
                    .linear(of(layer, "weight_ih_l0"), of(layer, "bias_ih_l0"))
                    .chunk(3, 1);
            var kept =
                    h.linear(of(layer, "weight_hh_l0"), of(layer, "bias_hh_l0")).chunk(3, 1);
            Variable r = given.get(0).add(kept.get(0)).sigmoid();
            Variable z = given.get(1).add(kept.get(1)).sigmoid();
            Variable n = given.get(2).add(r.mul(kept.get(2))).tanh();
            h = z.mul(h).add(autograd.ones(1).sub(z).mul(n));
            outputs[t] = h;
        }
        near(autograd.stack(1, outputs), layer.apply(x));
    }

    @Test
    void rnnIsTanh() {
        RNN layer = new RNN(3, 4);
        Variable x = autograd.randn(2, 2, 3);
        Variable h = autograd.zeros(2, 4);
        Variable[] outputs = new Variable[2];
        for (int t = 0; t < 2; t++) {
            h = x.slice(1, t, t + 1)
                    .squeeze(1)
                    .linear(of(layer, "weight_ih_l0"), of(layer, "bias_ih_l0"))
                    .add(h.linear(of(layer, "weight_hh_l0"), of(layer, "bias_hh_l0")))
                    .tanh();
            outputs[t] = h;
        }
        near(autograd.stack(1, outputs), layer.apply(x));
    }

    private Variable attention(MultiHeadAttention layer, Variable q, Variable k, Variable v, Variable mask) {
        Variable weight = of(layer, "in_proj_weight");
        Variable[] heads = new Variable[2];
        Variable[] projected = new Variable[3];
        Variable[] inputs = {q, k, v};
        for (int i = 0; i < 3; i++) {
            projected[i] = inputs[i].linear(weight.slice(0, 6L * i, 6L * i + 6), null);
        }
        for (int head = 0; head < 2; head++) {
            Variable a = projected[0].slice(2, 3L * head, 3L * head + 3);
            Variable b = projected[1].slice(2, 3L * head, 3L * head + 3);
            Variable c = projected[2].slice(2, 3L * head, 3L * head + 3);
            Variable scores = a.matmul(b.t()).div(Math.sqrt(3)).add(mask);
            heads[head] = scores.softmax(-1).matmul(c);
        }
        return autograd.concat(2, heads).linear(of(layer, "out_proj.weight"), of(layer, "out_proj.bias"));
    }

    @Test
    void attentionIsASoftmaxOfScaledProducts() {
        MultiHeadAttention layer = new MultiHeadAttention(6, 2);
        Variable q = autograd.randn(2, 4, 6);
        Variable k = autograd.randn(2, 5, 6);
        Variable v = autograd.randn(2, 5, 6);
        Variable mask = autograd.randn(4, 5);
        near(attention(layer, q, k, v, mask), layer.attend(q, k, v, mask));
        near(attention(layer, q, q, q, autograd.zeros(1)), layer.apply(q));
        double[][] future = new double[4][4];
        for (int i = 0; i < 4; i++) {
            for (int j = i + 1; j < 4; j++) {
                future[i][j] = Double.NEGATIVE_INFINITY;
            }
        }
        near(attention(layer, q, q, q, autograd.tensor(future)), layer.causal(q));
    }

    /** With so small a probability nothing is dropped, and attention takes its other way. */
    @Test
    void attentionWithDropoutIsAttention() {
        MultiHeadAttention layer = new MultiHeadAttention(6, 2, 1e-30);
        Variable q = autograd.randn(2, 4, 6);
        Variable training = layer.apply(q);
        layer.eval();
        near(layer.apply(q), training);
    }

    @Test
    void encoderLayersNormaliseBehindOrBefore() {
        Variable x = autograd.randn(2, 4, 6);
        for (boolean first : new boolean[] {false, true}) {
            TransformerEncoderLayer layer = new TransformerEncoderLayer(6, 2, 8, 0.3, Variable::gelu, first);
            layer.eval();
            Variable y = first ? x.add(attend(layer, norm(layer, x, 1))) : norm(layer, x.add(attend(layer, x)), 1);
            Variable expected = first ? y.add(net(layer, norm(layer, y, 2))) : norm(layer, y.add(net(layer, y)), 2);
            near(expected, layer.apply(x));
        }
    }

    private Variable attend(TransformerEncoderLayer layer, Variable x) {
        MultiHeadAttention attention =
                (MultiHeadAttention) Objects.requireNonNull(layer.layers().get("self_attn"));
        return attention(attention, x, x, x, autograd.zeros(1));
    }

    private Variable norm(TransformerEncoderLayer layer, Variable x, int number) {
        Variable centred = x.sub(x.meanKeep(-1));
        return centred.div(centred.square().meanKeep(-1).add(1e-5).sqrt())
                .mul(of(layer, "norm" + number + ".weight"))
                .add(of(layer, "norm" + number + ".bias"));
    }

    private Variable net(TransformerEncoderLayer layer, Variable x) {
        return x.linear(of(layer, "linear1.weight"), of(layer, "linear1.bias"))
                .gelu()
                .linear(of(layer, "linear2.weight"), of(layer, "linear2.bias"));
    }
}
