package org.cotangent.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import org.cotangent.spi.ModelException;

/** Where a run of the trainer stands, apart from the tensors; goes into checkpoints as text. Numbers stay exact. */
final class RunState {
    /** The epoch that goes on, and how many of its batches are done. */
    int epoch;

    int batch;

    /** Over the batches of this epoch. */
    double lossSum;

    double learningRate = Double.NaN;

    /** The best epoch by the rule of early stopping, its figure, and the steps done when it ended. */
    int bestEpoch = -1;

    double bestFigure = Double.NaN;
    long bestStep = -1;

    boolean stopped;
    final List<EpochReport> epochs = new ArrayList<>();

    History history() {
        return new History(epochs, bestEpoch < 0 ? OptionalInt.empty() : OptionalInt.of(bestEpoch), stopped);
    }

    /** Ends an epoch. */
    void endEpoch(EpochReport report) {
        epochs.add(report);
        epoch++;
        batch = 0;
        lossSum = 0;
    }

    /** {@return how many epochs ended after the best one} */
    int sinceBest() {
        return epoch - 1 - bestEpoch;
    }

    String toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("epoch", epoch);
        json.addProperty("batch", batch);
        json.addProperty("lossSum", Double.toString(lossSum));
        json.addProperty("learningRate", Double.toString(learningRate));
        json.addProperty("bestEpoch", bestEpoch);
        json.addProperty("bestFigure", Double.toString(bestFigure));
        json.addProperty("bestStep", bestStep);
        json.addProperty("stopped", stopped);
        JsonArray reports = new JsonArray();
        epochs.forEach(report -> reports.add(toJson(report)));
        json.add("epochs", reports);
        return json.toString();
    }

    private static JsonObject toJson(EpochReport report) {
        JsonObject json = new JsonObject();
        json.addProperty("steps", report.steps());
        json.addProperty("loss", Double.toString(report.loss()));
        json.addProperty("learningRate", Double.toString(report.learningRate()));
        JsonObject metrics = new JsonObject();
        report.metrics().forEach((name, figure) -> metrics.addProperty(name, Double.toString(figure)));
        json.add("metrics", metrics);
        return json;
    }

    /** {@return the state that a text describes} */
    static RunState fromJson(String text) {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            RunState state = new RunState();
            state.epoch = json.get("epoch").getAsInt();
            state.batch = json.get("batch").getAsInt();
            state.lossSum = number(json, "lossSum");
            state.learningRate = number(json, "learningRate");
            state.bestEpoch = json.get("bestEpoch").getAsInt();
            state.bestFigure = number(json, "bestFigure");
            state.bestStep = json.get("bestStep").getAsLong();
            state.stopped = json.get("stopped").getAsBoolean();
            for (JsonElement report : json.get("epochs").getAsJsonArray()) {
                state.epochs.add(report(state.epochs.size(), report.getAsJsonObject()));
            }
            return state;
        } catch (JsonParseException | IllegalStateException | NullPointerException | NumberFormatException e) {
            throw new ModelException("the notes of the checkpoint are not those of a trainer: " + text, e);
        }
    }

    private static EpochReport report(int epoch, JsonObject json) {
        SequencedMap<String, Double> metrics = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> entry :
                json.get("metrics").getAsJsonObject().entrySet()) {
            metrics.put(entry.getKey(), Double.valueOf(entry.getValue().getAsString()));
        }
        return new EpochReport(
                epoch, json.get("steps").getAsLong(), number(json, "loss"), number(json, "learningRate"), metrics);
    }

    private static double number(JsonObject json, String name) {
        return Double.parseDouble(json.get(name).getAsString());
    }
}
