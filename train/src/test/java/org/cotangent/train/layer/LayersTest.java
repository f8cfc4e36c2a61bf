package org.cotangent.train.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.cotangent.autograd.Autograd;
import org.cotangent.autograd.Parameter;
import org.cotangent.autograd.Variable;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.checkpoint.SafeTensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What layers hold: names, state, modes, initial values. */
class LayersTest {
    private final Autograd autograd = Autograd.load();

    private record Pair(Linear first, Optional<Linear> second) {}

    /** Fields of all kinds, which are read by reflection. */
    @SuppressWarnings("unused")
    private static final class Everything extends UnaryLayer {
        final Parameter own = Parameter.of(Tensor.allocate(DType.FLOAT, 2));
        final Parameter longBuffer = Parameter.buffer(Tensor.scalar(1L));
        final Linear[] array = {new Linear(2, 2), new Linear(2, 2)};
        final Map<String, Layer> named = new LinkedHashMap<>(Map.of("inner", new Linear(2, 2)));
        final Pair pair = new Pair(new Linear(2, 2), Optional.of(new Linear(2, 2)));
        final Linear sharedAgain = array[1];
        final String text = "not a layer";

        @Override
        public Variable forward(Variable x) {
            return sharedAgain.apply(x).add(own);
        }
    }

    @Test
    void whateverFieldsHoldIsFoundOnce() {
        Everything layer = new Everything();
        assertEquals(
                List.of(
                        "own",
                        "array.0.weight",
                        "array.0.bias",
                        "array.1.weight",
                        "array.1.bias",
                        "named.inner.weight",
                        "named.inner.bias",
                        "pair.first.weight",
                        "pair.first.bias",
                        "pair.second.weight",
                        "pair.second.bias"),
                List.copyOf(layer.parameters().keySet()));
        assertEquals(List.of("long_buffer"), List.copyOf(layer.buffers().keySet()));
        assertArrayEquals(
                new long[] {3, 2}, layer.apply(autograd.ones(3, 2)).shape().sizes());
    }

    @Test
    void initialValuesFollowTheSeed() {
        Linear first = new Linear(30, 20);
        Linear second = new Linear(30, 20);
        assertNotEquals(values(first), values(second));
        first.initialize(4);
        second.initialize(4);
        assertEquals(values(first), values(second));
        first.initialize(5);
        assertNotEquals(values(first), values(second));
        double bound = 1 / Math.sqrt(30);
        assertTrue(values(first).stream().allMatch(w -> Math.abs(w) <= bound));
        assertTrue(values(first).stream().anyMatch(w -> Math.abs(w) > 0.95 * bound));
    }

    private static List<Double> values(Linear layer) {
        return Arrays.stream(layer.weight().tensor().toDoubles()).boxed().toList();
    }

    @Test
    void initializersHaveTheirDeviations() {
        Conv2d layer = new Conv2d(16, 32, 3);
        Tensor weight = layer.weight().tensor();
        Map<Initializer, Double> deviations = Map.of(
                Initializer.kaimingNormal(Math.sqrt(2)), Math.sqrt(2.0 / 144),
                Initializer.kaimingUniform(1), Math.sqrt(1.0 / 144),
                Initializer.xavierNormal(1), Math.sqrt(2.0 / (144 + 288)),
                Initializer.xavierUniform(1), Math.sqrt(2.0 / (144 + 288)));
        deviations.forEach((initializer, deviation) -> {
            initializer.fill(weight, new SplittableRandom(1));
            double sum =
                    Arrays.stream(weight.toDoubles()).map(w -> w * w).average().orElseThrow();
            assertEquals(deviation, Math.sqrt(sum), 0.05 * deviation);
        });
    }

    @Test
    void statesAreSavedAndLoaded(@TempDir Path folder) {
        Sequential net = new Sequential(new Conv2d(1, 2, 3), new BatchNorm(2), Activation.RELU);
        net.apply(autograd.randn(4, 1, 5, 5));
        Path file = folder.resolve("net.safetensors");
        net.save(file);
        assertEquals(
                List.of("0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var"),
                List.copyOf(net.state().keySet()));
        Sequential other = new Sequential(new Conv2d(1, 2, 3), new BatchNorm(2), Activation.RELU);
        other.load(file);
        Variable x = autograd.randn(4, 1, 5, 5);
        net.eval();
        other.eval();
        assertArrayEquals(net.apply(x).toDoubles(), other.apply(x).toDoubles());
    }

    @Test
    void statesOfOtherLayersAreRefusedWhole() {
        Linear layer = new Linear(3, 2);
        double[] before = layer.weight().tensor().toDoubles();
        Map<String, Tensor> state = Map.of("weight", Tensor.allocate(DType.FLOAT, 2, 3), "surplus", Tensor.scalar(1f));
        GraphException refusal = assertThrows(GraphException.class, () -> layer.load(state));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains("'bias'") && message.contains("missing"), message);
        assertTrue(message.contains("'surplus'"), message);
        assertArrayEquals(before, layer.weight().tensor().toDoubles());
        Map<String, Tensor> mistyped =
                Map.of("weight", Tensor.allocate(DType.FLOAT, 3, 2), "bias", Tensor.allocate(DType.FLOAT, 2));
        assertTrue(String.valueOf(assertThrows(GraphException.class, () -> layer.load(mistyped))
                        .getMessage())
                .contains("must be"));
        layer.load(SafeTensors.of(layer.state()).tensors());
    }

    @Test
    void dropoutDropsInTrainingOnly() {
        Dropout layer = new Dropout(0.4);
        Variable x = autograd.ones(2000);
        double kept = layer.apply(x).greater(0).cast(DType.FLOAT).mean().item();
        assertEquals(0.6, kept, 0.05);
        layer.eval();
        assertArrayEquals(x.toDoubles(), layer.apply(x).toDoubles());
    }

    @Test
    void frozenParametersHaveNoGradients() {
        Sequential net = new Sequential(new Linear(3, 4), Activation.TANH, new Linear(4, 1));
        ((Layer) net.get(0)).requireGrad(false);
        net.apply(autograd.randn(5, 3)).sum().backward();
        assertEquals(
                List.of("2.weight", "2.bias"),
                net.parameters().entrySet().stream()
                        .filter(entry -> entry.getValue().grad() != null)
                        .map(Map.Entry::getKey)
                        .toList());
        net.zeroGrad();
        assertTrue(net.parameters().values().stream().allMatch(parameter -> parameter.grad() == null));
    }

    @Test
    void sharedLayersAddTheirGradients() {
        Linear twin = new Linear(3, 3);
        Sequential net = new Sequential(twin, Activation.TANH, twin);
        assertEquals(2, net.parameters().size());
        Variable x = autograd.randn(2, 3);
        net.apply(x).sum().backward();
        double[] together = gradient(twin);

        net.zeroGrad();
        Linear constant = new Linear(3, 3);
        constant.load(Map.of(
                "weight", twin.weight().tensor(),
                "bias", Objects.requireNonNull(twin.bias()).tensor()));
        new Sequential(twin, Activation.TANH, constant).apply(x).sum().backward();
        new Sequential(constant, Activation.TANH, twin).apply(x).sum().backward();
        assertArrayEquals(together, gradient(twin), 1e-5);
    }

    private static double[] gradient(Linear layer) {
        return Objects.requireNonNull(layer.weight().grad()).toDoubles();
    }
}
