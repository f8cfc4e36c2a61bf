package org.cotangent.bench.suite;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cotangent.bench.Timing;

/** Results as JSON, and back. */
final class ResultsJson {
    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeSpecialFloatingPointValues()
            .create();

    private ResultsJson() {}

    /** {@return the machine, the results, their geometric means, and the figures} */
    static String write(Map<String, String> machine, Report report) {
        List<Result> results = report.results();
        JsonObject root = new JsonObject();
        root.add("machine", GSON.toJsonTree(machine));
        JsonArray array = new JsonArray();
        results.forEach(result -> array.add(json(result)));
        root.add("results", array);
        JsonArray means = new JsonArray();
        Summary.of(results).forEach((group, mean) -> {
            JsonObject object = new JsonObject();
            object.addProperty("kind", group.kind().title());
            object.addProperty("threads", group.threads());
            object.addProperty("ratio", mean);
            means.add(object);
        });
        root.add("geometric_means", means);
        root.add("figures", GSON.toJsonTree(report.figures()));
        return GSON.toJson(root);
    }

    private static JsonObject json(Result result) {
        JsonObject object = new JsonObject();
        object.addProperty("workload", result.workload());
        object.addProperty("kind", result.kind().title());
        object.addProperty("threads", result.threads());
        switch (result.outcome()) {
            case Outcome.Measured measured -> {
                object.add("cotangent_ms", GSON.toJsonTree(measured.ours()));
                object.add("peer_ms", GSON.toJsonTree(measured.theirs()));
                object.addProperty("ratio", measured.ratio());
                object.addProperty("ratio_of_lows", measured.quietRatio());
                object.addProperty("difference", measured.difference());
                object.add("profile", GSON.toJsonTree(measured.profile()));
            }
            case Outcome.Differs(double difference, double tolerance) -> {
                object.addProperty("difference", difference);
                object.addProperty("tolerance", tolerance);
            }
            case Outcome.Skipped(String reason) -> object.addProperty("skipped", reason);
            case Outcome.Failed(String message) -> object.addProperty("error", message);
        }
        return object;
    }

    /** {@return what was reported in what {@link #write} wrote} */
    static Report read(String json) {
        List<Result> results = new ArrayList<>();
        JsonObject root = JsonParser.parseString(json).getAsJsonObject();
        for (JsonElement element : root.getAsJsonArray("results")) {
            JsonObject object = element.getAsJsonObject();
            Kind kind = Kind.valueOf(object.get("kind").getAsString().toUpperCase(Locale.ROOT));
            results.add(new Result(
                    object.get("workload").getAsString(),
                    kind,
                    object.get("threads").getAsInt(),
                    outcome(object)));
        }
        return new Report(results, List.of(GSON.fromJson(root.get("figures"), Figure[].class)));
    }

    private static Outcome outcome(JsonObject object) {
        if (object.has("skipped")) {
            return new Outcome.Skipped(object.get("skipped").getAsString());
        }
        if (object.has("error")) {
            return new Outcome.Failed(object.get("error").getAsString());
        }
        double difference = object.get("difference").getAsDouble();
        if (object.has("tolerance")) {
            return new Outcome.Differs(difference, object.get("tolerance").getAsDouble());
        }
        List<String> profile = new ArrayList<>();
        object.getAsJsonArray("profile").forEach(line -> profile.add(line.getAsString()));
        return new Outcome.Measured(timing(object, "cotangent_ms"), timing(object, "peer_ms"), difference, profile);
    }

    private static Timing timing(JsonObject object, String name) {
        return GSON.fromJson(object.get(name), Timing.class);
    }
}
