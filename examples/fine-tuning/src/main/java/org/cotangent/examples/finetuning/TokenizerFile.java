package org.cotangent.examples.finetuning;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.Reader;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of a {@code tokenizer.json} that says how to split text into pieces. */
record TokenizerFile(
        @Nullable Normalizer normalizer, @Nullable Model model) {

    record Normalizer(
            @Nullable String type,
            boolean cleanText,
            boolean handleChineseChars,
            @Nullable Boolean stripAccents,
            boolean lowercase) {
        /** Accents go with the case unless the file says otherwise. */
        boolean isUncasedBert() {
            return "BertNormalizer".equals(type)
                    && cleanText
                    && handleChineseChars
                    && lowercase
                    && !Boolean.FALSE.equals(stripAccents);
        }
    }

    record Model(
            @Nullable String type,
            @Nullable String continuingSubwordPrefix,
            int maxInputCharsPerWord,
            @Nullable Map<String, Integer> vocab) {}

    /**
     * Reads the description of an uncased BERT tokenizer.
     *
     * @param source what error messages call the file
     * @throws DataException if the text is not such a description
     */
    static WordPieceTokenizer read(Reader json, String source) {
        TokenizerFile file = parse(json, source);
        if (file == null || file.normalizer == null || !file.normalizer.isUncasedBert()) {
            throw new DataException(
                    source + ": normalizer is not that of uncased BERT: " + (file == null ? null : file.normalizer));
        }
        Model model = file.model;
        if (model == null
                || model.vocab == null
                || !"WordPiece".equals(model.type)
                || !WordPieceTokenizer.CONTINUATION.equals(model.continuingSubwordPrefix)
                || model.maxInputCharsPerWord <= 0) {
            throw new DataException(source + ": model is not WordPiece with a vocabulary, continuation prefix \""
                    + WordPieceTokenizer.CONTINUATION + "\" and a positive max_input_chars_per_word");
        }
        return new WordPieceTokenizer(new Vocabulary(model.vocab), model.maxInputCharsPerWord);
    }

    private static @Nullable TokenizerFile parse(Reader json, String source) {
        try {
            return new GsonBuilder()
                    .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
                    .create()
                    .fromJson(json, TokenizerFile.class);
        } catch (JsonParseException e) {
            throw new DataException(source + ": not readable as JSON: " + e.getMessage(), e);
        }
    }
}
