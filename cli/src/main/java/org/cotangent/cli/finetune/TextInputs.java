package org.cotangent.cli.finetune;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.data.Collation;
import org.cotangent.train.data.DataException;
import org.cotangent.train.data.Padding;
import org.cotangent.train.data.Sample;
import org.cotangent.train.data.Transform;

/**
 * Texts as the inputs of a language model, {@value #IDS}, {@value #MASK} and token_type_ids, of which a model takes
 * some. The tokens are those of the tokenizer in a file {@code tokenizer.json}.
 */
final class TextInputs {
    static final String IDS = "input_ids";
    static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";
    private static final int ROUNDED = 16;

    private final HuggingFaceTokenizer tokenizer;
    private final Map<String, DType> inputs = new LinkedHashMap<>();
    private final long length;
    private final double filler;

    private TextInputs(Map<String, TensorType> inputs, HuggingFaceTokenizer tokenizer, long length, double filler) {
        this.tokenizer = tokenizer;
        this.length = length;
        this.filler = filler;
        inputs.forEach((name, type) -> this.inputs.put(name, type.dtype()));
    }

    /** {@return the inputs of a model, with the tokenizer in a file} */
    static TextInputs of(Graph model, Path file, int maxTokens) {
        Map<String, TensorType> inputs = new LinkedHashMap<>();
        model.inputs().forEach((name, value) -> {
            TensorType type = value.tensorType();
            if (!List.of(IDS, MASK, TYPES).contains(name) || type.shape().rank() != 2) {
                throw new DataException("texts become " + IDS + ", " + MASK + " and " + TYPES
                        + " [N, tokens]; the model has an input " + value);
            }
            inputs.put(name, type);
        });
        Dim tokens = inputs.values().iterator().next().shape().dim(1);
        long length = tokens.isKnown() ? tokens.size() : 0;
        double filler = filler(file);
        System.setProperty("ai.djl.offline", "true");
        try {
            HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.builder()
                    .optTokenizerPath(file)
                    .optPadding(false)
                    .optTruncation(true)
                    .optMaxLength(length > 0 ? (int) Math.min(length, maxTokens) : maxTokens)
                    .build();
            return new TextInputs(inputs, tokenizer, length, filler);
        } catch (IOException | RuntimeException | LinkageError e) {
            throw new DataException(file + ": the tokenizer cannot be used (" + e.getMessage() + ")", e);
        }
    }

    /** The number of the token that fills up short texts. */
    private static double filler(Path file) {
        try {
            JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            JsonElement padding = json.get("padding");
            if (padding != null && padding.isJsonObject()) {
                return padding.getAsJsonObject().get("pad_id").getAsDouble();
            }
            JsonElement added = json.get("added_tokens");
            for (JsonElement token : added instanceof JsonArray all ? all : new JsonArray()) {
                String content = token.getAsJsonObject().get("content").getAsString();
                if (content.equals("[PAD]") || content.equals("<pad>")) {
                    return token.getAsJsonObject().get("id").getAsDouble();
                }
            }
            return 0;
        } catch (IOException | JsonParseException | IllegalStateException | NullPointerException e) {
            throw new DataException(file + ": this is no tokenizer.json (" + e.getMessage() + ")", e);
        }
    }

    /** {@return the file that holds the tokenizer of a model} */
    static Path beside(Path model) {
        Path folder = model.toAbsolutePath().getParent();
        String stem = model.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        return Stream.of("tokenizer.json", stem + "-tokenizer.json", stem + ".tokenizer.json")
                .map(name -> folder == null ? Path.of(name) : folder.resolve(name))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new DataException("the model takes tokens, but there is no tokenizer.json beside '"
                        + model + "'; name it by --tokenizer"));
    }

    /** {@return what makes tokens of the text that a sample has under a name} */
    Transform transform(String column) {
        return (sample, random) -> {
            Encoding encoding = tokenizer.encode(sample.input(column).strings()[0]);
            Map<String, long[]> all =
                    Map.of(IDS, encoding.getIds(), MASK, encoding.getAttentionMask(), TYPES, encoding.getTypeIds());
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            inputs.forEach((name, dtype) -> {
                Tensor tensor = Tensor.vector(all.getOrDefault(name, new long[0]));
                tensors.put(name, dtype == DType.INT64 ? tensor : tensor.converted(dtype));
            });
            return new Sample(tensors, sample.target());
        };
    }

    /** {@return texts of one batch made equally long} */
    Collation padding() {
        Map<String, Double> values = new HashMap<>();
        inputs.keySet().forEach(name -> values.put(name, name.equals(IDS) ? filler : 0));
        return new Padding(values, Map.of(), length > 0 ? (int) length : ROUNDED);
    }
}
