package org.cotangent.cli;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.cotangent.onnx.TensorFiles;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A folder with a model and what it should give: {@code fixture.json} says which file is what. */
record GradientFixture(Path folder, JsonObject json) {
    /** {@return the fixtures below these folders} */
    static List<GradientFixture> find(List<Path> roots) throws IOException {
        List<GradientFixture> fixtures = new ArrayList<>();
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root.toRealPath())) {
                for (Path file :
                        files.filter(f -> f.endsWith("fixture.json")).sorted().toList()) {
                    fixtures.add(new GradientFixture(file.resolveSibling(""), read(file)));
                }
            }
        }
        return fixtures;
    }

    private static JsonObject read(Path file) throws IOException {
        try {
            return new Gson().fromJson(Files.readString(file), JsonObject.class);
        } catch (JsonParseException e) {
            throw new ModelException("'" + file + "' is not JSON: " + e.getMessage(), e);
        }
    }

    String name() {
        return json.get("name").getAsString();
    }

    boolean isTraining() {
        return json.has("steps");
    }

    double number(String key) {
        return json.get(key).getAsDouble();
    }

    List<String> strings(String key) {
        return json.getAsJsonArray(key).asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    /** {@return the tensors of a section, by their true names} */
    SequencedMap<String, Tensor> tensors(String section) {
        return tensors(json.getAsJsonObject(section));
    }

    SequencedMap<String, Tensor> tensors(JsonObject files) {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        files.asMap().forEach((name, file) -> tensors.put(name, tensor(file.getAsString())));
        return tensors;
    }

    Tensor tensor(String file) {
        return TensorFiles.read(folder.resolve(file));
    }

    /**
     * {@return how {@code actual} misses {@code expected} by the rule {@code |a - b| <= atol * M + rtol * |b|}, or
     * null}
     */
    @Nullable
    String difference(String section, String name, @Nullable Tensor actual, Tensor expected) {
        if (actual == null) {
            return "is missing";
        }
        double magnitude = 0;
        JsonObject scale = json.getAsJsonObject("scale");
        if (scale.has(section) && scale.getAsJsonObject(section).has(name)) {
            magnitude = scale.getAsJsonObject(section).get(name).getAsDouble();
        } else if (expected.dtype().isFloating()) {
            for (double value : expected.toDoubles()) {
                magnitude = Math.max(magnitude, Math.abs(value));
            }
        }
        String difference = Closeness.difference(actual, expected, number("atol") * magnitude, number("rtol"));
        return difference == null ? finite(actual) : difference;
    }

    private static @Nullable String finite(Tensor tensor) {
        if (tensor.dtype().isFloating()) {
            for (double value : tensor.toDoubles()) {
                if (!Double.isFinite(value)) {
                    return "holds " + value;
                }
            }
        }
        return null;
    }
}
