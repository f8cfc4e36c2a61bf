package org.cotangent.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotangent.engine.Cotangent;
import org.cotangent.onnx.ImportedModel;
import org.cotangent.onnx.Onnx;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.GradientClip;
import org.cotangent.train.Training;
import org.cotangent.train.TrainingStep;
import org.cotangent.train.loss.Loss;
import org.cotangent.train.loss.MeanSquaredError;
import org.cotangent.train.loss.SoftmaxCrossEntropy;
import org.cotangent.train.optim.AdamW;
import org.cotangent.train.optim.Optimizer;
import org.cotangent.train.optim.Sgd;
import org.jspecify.annotations.Nullable;

/** Trains a fixture's model for its steps and compares losses and final parameters. */
final class TrainingCheck {
    private final Cotangent cotangent;
    private final GradientFixture fixture;

    TrainingCheck(Cotangent cotangent, GradientFixture fixture) {
        this.cotangent = cotangent;
        this.fixture = fixture;
    }

    /** {@return what differs; nothing if all is right} */
    List<String> run() {
        ImportedModel model = Onnx.open(fixture.folder().resolve("model.onnx"), cotangent.operators());
        if (!model.unsupported().isEmpty()) {
            throw new UnsupportedException(model.unsupported().toString());
        }
        JsonObject json = fixture.json();
        TrainingStep.Recipe recipe = recipe();
        List<String> differences = new ArrayList<>();
        try (Training training = new Training(cotangent, model.graph(), recipe)) {
            int k = 0;
            for (JsonElement element : json.getAsJsonArray("steps")) {
                JsonObject step = element.getAsJsonObject();
                Map<String, Tensor> inputs = fixture.tensors(step.getAsJsonObject("inputs"));
                inputs.put(
                        TrainingStep.TARGETS, fixture.tensor(step.get("targets").getAsString()));
                TrainingStep.Report report = training.step(step.get("lr").getAsDouble(), inputs);
                double tolerance = fixture.number("loss_rtol");
                compare(
                        differences,
                        "loss of step " + k,
                        report.loss(),
                        step.get("loss").getAsDouble(),
                        tolerance);
                compare(
                        differences,
                        "gradient norm of step " + k,
                        report.gradientNorm(),
                        step.get("grad_norm").getAsDouble(),
                        10 * tolerance);
                k++;
            }
            fixture.tensors("final").forEach((name, expected) -> {
                String difference =
                        fixture.difference("final", name, training.parameters().get(name), expected);
                if (difference != null) {
                    differences.add("final '" + name + "' " + difference);
                }
            });
        }
        return differences;
    }

    /** {@return what the fixture says of training} */
    TrainingStep.Recipe recipe() {
        JsonObject json = fixture.json();
        return new TrainingStep.Recipe(
                json.getAsJsonObject("loss").get("output").getAsString(),
                loss(json.getAsJsonObject("loss")),
                optimizer(json.getAsJsonObject("optimizer")),
                clip(json.get("clip")),
                fixture.strings("trainable"));
    }

    private static void compare(
            List<String> differences, String what, double actual, double expected, double relative) {
        if (!(Math.abs(actual - expected) <= relative * Math.abs(expected))) {
            differences.add(what + " is " + actual + ", expected " + expected);
        }
    }

    private static Loss loss(JsonObject json) {
        return switch (json.get("type").getAsString()) {
            case "softmax_cross_entropy" -> new SoftmaxCrossEntropy();
            case "mean_squared_error" -> new MeanSquaredError();
            case String other -> throw new ModelException("loss '" + other + "' is not known");
        };
    }

    private static Optimizer optimizer(JsonObject json) {
        return switch (json.get("type").getAsString()) {
            case "sgd" ->
                new Sgd(
                        json.get("momentum").getAsDouble(),
                        json.get("dampening").getAsDouble(),
                        json.get("nesterov").getAsBoolean(),
                        json.get("weight_decay").getAsDouble());
            case "adamw" ->
                new AdamW(
                        json.get("beta1").getAsDouble(),
                        json.get("beta2").getAsDouble(),
                        json.get("epsilon").getAsDouble(),
                        json.get("weight_decay").getAsDouble());
            case String other -> throw new ModelException("optimizer '" + other + "' is not known");
        };
    }

    private static @Nullable GradientClip clip(@Nullable JsonElement json) {
        if (json == null || json.isJsonNull()) {
            return null;
        }
        JsonObject clip = json.getAsJsonObject();
        return new GradientClip.ByNorm(
                clip.get("max_norm").getAsDouble(), clip.get("epsilon").getAsDouble());
    }
}
