package org.cotangent.examples.finetuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The tokenizer of uncased BERT: words, each cut greedily into the longest pieces of the vocabulary.
 *
 * <p>A piece that continues a word is written with {@value #CONTINUATION} in front. A word that cannot be cut into
 * pieces, or is too long, becomes {@value #UNKNOWN}. Text is never read as a special token: a {@code [SEP]} in it is
 * three words.
 */
public final class WordPieceTokenizer {
    /** Marks a piece that continues a word. */
    public static final String CONTINUATION = "##";
    /** First token of every sequence. */
    public static final String CLASSIFY = "[CLS]";
    /** Last token of every sequence. */
    public static final String SEPARATE = "[SEP]";
    /** Fills a row of a batch behind the end of its sequence. */
    public static final String PADDING = "[PAD]";
    /** Stands for a word that the vocabulary cannot spell. */
    public static final String UNKNOWN = "[UNK]";

    private static final Set<String> FRAME = Set.of(CLASSIFY, SEPARATE, PADDING);

    private final Vocabulary vocabulary;
    private final int maxWordLength;

    /**
     * @param maxWordLength the number of code points above which a word is unknown
     * @throws DataException if the vocabulary lacks a special token
     */
    public WordPieceTokenizer(Vocabulary vocabulary, int maxWordLength) {
        List<String> missing = List.of(CLASSIFY, SEPARATE, PADDING, UNKNOWN).stream()
                .filter(token -> !vocabulary.contains(token))
                .toList();
        if (!missing.isEmpty()) {
            throw new DataException("vocabulary of " + vocabulary.size() + " pieces lacks " + missing);
        }
        this.vocabulary = vocabulary;
        this.maxWordLength = maxWordLength;
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** The pieces of a text, without special tokens, except {@value #UNKNOWN}, and without a limit of length. */
    public List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        for (String word : Words.of(text)) {
            cut(word, pieces);
        }
        return pieces;
    }

    private void cut(String word, List<String> pieces) {
        if (word.codePointCount(0, word.length()) > maxWordLength) {
            pieces.add(UNKNOWN);
            return;
        }
        int before = pieces.size();
        for (int start = 0; start < word.length(); ) {
            int end = word.length();
            while (end > start && !vocabulary.contains(piece(word, start, end))) {
                end = word.offsetByCodePoints(end, -1);
            }
            if (end == start) {
                pieces.subList(before, pieces.size()).clear();
                pieces.add(UNKNOWN);
                return;
            }
            pieces.add(piece(word, start, end));
            start = end;
        }
    }

    private static String piece(String word, int start, int end) {
        return start == 0 ? word.substring(0, end) : CONTINUATION + word.substring(start, end);
    }

    /**
     * The ids of {@code [CLS] pieces [SEP]}, the last pieces left out where there would be more than {@code maxTokens}.
     *
     * @throws IllegalArgumentException if {@code maxTokens < 2}, which has no room for the special tokens
     */
    public long[] encode(String text, int maxTokens) {
        if (maxTokens < 2) {
            throw new IllegalArgumentException("maxTokens " + maxTokens + " < 2: no room for [CLS] and [SEP]");
        }
        List<String> pieces = pieces(text);
        int kept = Math.min(pieces.size(), maxTokens - 2);
        long[] ids = new long[kept + 2];
        ids[0] = vocabulary.id(CLASSIFY);
        for (int i = 0; i < kept; i++) {
            ids[i + 1] = vocabulary.id(pieces.get(i));
        }
        ids[kept + 1] = vocabulary.id(SEPARATE);
        return ids;
    }

    /** One row per text, padded to the longest of them. */
    public TokenBatch encode(List<String> texts, int maxTokens) {
        List<long[]> rows = texts.stream().map(text -> encode(text, maxTokens)).toList();
        return batch(rows, rows.stream().mapToInt(row -> row.length).max().orElse(0));
    }

    /** One row per text, all cut off and padded to {@code tokens}: batches of one shape share one plan. */
    public TokenBatch encodeFixed(List<String> texts, int tokens) {
        return batch(texts.stream().map(text -> encode(text, tokens)).toList(), tokens);
    }

    private TokenBatch batch(List<long[]> rows, int columns) {
        long[] ids = new long[rows.size() * columns];
        long[] mask = new long[ids.length];
        Arrays.fill(ids, vocabulary.id(PADDING));
        for (int r = 0; r < rows.size(); r++) {
            long[] row = rows.get(r);
            System.arraycopy(row, 0, ids, r * columns, row.length);
            Arrays.fill(mask, r * columns, r * columns + row.length, 1);
        }
        return TokenBatch.of(ids, mask, rows.size(), columns);
    }

    /** The words that these ids spell, single spaces between them, without the frame and the padding. */
    public String decode(long... ids) {
        StringBuilder text = new StringBuilder();
        LongStream.of(ids)
                .mapToObj(vocabulary::piece)
                .filter(piece -> !FRAME.contains(piece))
                .forEach(piece -> {
                    boolean continues = piece.startsWith(CONTINUATION) && piece.length() > CONTINUATION.length();
                    if (continues) {
                        text.append(piece, CONTINUATION.length(), piece.length());
                    } else {
                        text.append(text.isEmpty() ? "" : " ").append(piece);
                    }
                });
        return text.toString();
    }
}
