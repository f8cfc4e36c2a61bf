package org.cotangent.train.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.autograd.Autograd;
import org.cotangent.autograd.Variable;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.EagerOptimizer;
import org.cotangent.train.GradientClip;
import org.cotangent.train.Training;
import org.cotangent.train.TrainingStep;
import org.cotangent.train.loss.MeanSquaredError;
import org.cotangent.train.loss.SoftmaxCrossEntropy;
import org.cotangent.train.optim.AdamW;
import org.cotangent.train.optim.Optimizer;
import org.cotangent.train.optim.Sgd;
import org.junit.jupiter.api.Test;

/** The same layers, trained by plans and step by step. */
class LayerTrainingTest {
    private final Cotangent cotangent = Cotangent.load();
    private final Autograd autograd = Autograd.of(cotangent);

    private static Sequential net() {
        Sequential net = new Sequential(
                new Conv2d(1, 4, 3),
                new BatchNorm(4),
                Activation.RELU,
                new MaxPool(2),
                new Flatten(),
                new Linear(36, 16),
                new LayerNorm(16),
                Activation.GELU,
                new Linear(16, 3));
        net.initialize(12);
        return net;
    }

    @Test
    void plansAndSingleStepsEndAlike() {
        for (Optimizer optimizer : List.of(Sgd.momentum(0.9), AdamW.decaying(0.01))) {
            Sequential planned = net();
            Sequential eager = net();
            TrainingStep.Recipe plain = planned.recipe(new SoftmaxCrossEntropy(), optimizer);
            TrainingStep.Recipe recipe = new TrainingStep.Recipe(
                    plain.output(), plain.loss(), plain.optimizer(), GradientClip.at(0.5), plain.trainable());
            EagerOptimizer steps = new EagerOptimizer(autograd, optimizer, eager.parameters(), GradientClip.at(0.5));
            try (Training training = planned.training(cotangent, TensorType.of(DType.FLOAT, 6, 1, 8, 8), recipe)) {
                for (int k = 0; k < 8; k++) {
                    Variable x = autograd.randn(6, 1, 8, 8);
                    Variable labels = autograd.tensor(0, 1, 2, 0, 1, 2);
                    double loss = training.step(0.01, Map.of("input", x.tensor(), "targets", labels.tensor()))
                            .loss();
                    steps.zeroGrad();
                    Variable other = new SoftmaxCrossEntropy().apply(eager.apply(x), labels);
                    other.backward();
                    steps.step(0.01);
                    assertEquals(loss, other.item(), 1e-4);
                }
            }
            planned.state()
                    .forEach((name, tensor) -> assertArrayEquals(
                            tensor.toDoubles(),
                            Objects.requireNonNull(eager.state().get(name)).toDoubles(),
                            1e-4,
                            name));
        }
    }

    @Test
    void optimisersContinueWhereOthersStood() {
        Linear whole = new Linear(3, 2);
        Linear parts = new Linear(3, 2);
        whole.initialize(1);
        parts.initialize(1);
        EagerOptimizer one = new EagerOptimizer(autograd, AdamW.decaying(0.1), whole.parameters());
        EagerOptimizer first = new EagerOptimizer(autograd, AdamW.decaying(0.1), parts.parameters());
        Variable x = autograd.randn(4, 3);
        for (int k = 0; k < 3; k++) {
            step(one, whole, x);
            step(first, parts, x);
        }
        EagerOptimizer second = new EagerOptimizer(autograd, AdamW.decaying(0.1), parts.parameters());
        second.restore(first.state(), first.count());
        for (int k = 0; k < 3; k++) {
            step(one, whole, x);
            step(second, parts, x);
        }
        whole.state()
                .forEach((name, tensor) -> assertArrayEquals(
                        tensor.toDoubles(),
                        Objects.requireNonNull(parts.state().get(name)).toDoubles()));
    }

    @Test
    void stateOfOtherParametersIsRefused() {
        EagerOptimizer optimizer = new EagerOptimizer(autograd, Sgd.momentum(0.9), new Linear(3, 2).parameters());
        Map<String, Tensor> misfit = Map.of("weight.velocity", Tensor.allocate(DType.FLOAT, 3, 2));
        Map<String, Tensor> stranger = Map.of("scale.velocity", Tensor.allocate(DType.FLOAT, 2));
        assertThrows(ModelException.class, () -> optimizer.restore(misfit, 4));
        assertThrows(ModelException.class, () -> optimizer.restore(stranger, 4));
        assertEquals(0, optimizer.count());
        optimizer.restore(Map.of("weight.velocity", Tensor.allocate(DType.FLOAT, 2, 3)), 4);
        assertEquals(4, optimizer.count());
    }

    @Test
    void oneElementForEachChannelHasNoVariance() {
        BatchNorm layer = new BatchNorm(3);
        assertThrows(ShapeException.class, () -> layer.apply(autograd.randn(1, 3)));
        layer.apply(autograd.randn(1, 3, 2));
        layer.eval();
        layer.apply(autograd.randn(1, 3));
    }

    @Test
    void attentionWithDropoutTakesSequencesOfAnyLength() {
        TransformerEncoderLayer layer = new TransformerEncoderLayer(8, 2, 16);
        layer.initialize(5);
        Shape shape = Shape.of(List.of(Dim.symbol("batch"), Dim.symbol("length"), Dim.of(8)));
        TrainingStep.Recipe recipe = layer.recipe(new MeanSquaredError(), Sgd.plain());
        try (Training training = layer.training(cotangent, new TensorType(DType.FLOAT, shape), recipe)) {
            for (int length = 2; length < 4; length++) {
                Tensor x = autograd.randn(3, length, 8).tensor();
                double loss =
                        training.step(0.1, Map.of("input", x, "targets", x)).loss();
                assertTrue(Double.isFinite(loss), "loss " + loss);
            }
        }
    }

    private static void step(EagerOptimizer optimizer, Linear layer, Variable x) {
        optimizer.zeroGrad();
        layer.apply(x).square().sum().backward();
        optimizer.step(0.05);
    }

    @Test
    void aSymbolicBatchTakesBatchesOfAnySize() {
        Sequential net = new Sequential(new Linear(3, 8), new BatchNorm(8), Activation.TANH, new Linear(8, 2));
        net.initialize(3);
        TensorType any = new TensorType(DType.FLOAT, Shape.of(List.of(Dim.symbol("batch"), Dim.of(3))));
        try (Training training = net.training(cotangent, any, net.recipe(new SoftmaxCrossEntropy(), Sgd.plain()))) {
            double first = 0;
            double last = 0;
            for (int k = 0; k < 60; k++) {
                int size = k % 2 == 0 ? 8 : 5;
                Variable x = autograd.randn(size, 3);
                Tensor labels = x.sum(1).greater(0).cast(DType.INT64).tensor();
                last = training.step(0.5, Map.of("input", x.tensor(), "targets", labels))
                        .loss();
                first = k == 0 ? last : first;
            }
            assertTrue(last < first, first + " -> " + last);
        }
    }
}
