package org.cotangent.examples.finetuning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LowerChars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class WordPieceTokenizerProperties {
    private static final int LONG = 10_000;

    private static final WordPieceTokenizer TOKENIZER = SentenceEncoder.tokenizer();

    @Property(tries = 300, seed = "1")
    void everyTextGivesIdsOfTheVocabularyInAFrame(@ForAll String text) {
        long[] ids = TOKENIZER.encode(text, LONG);
        assertTrue(Arrays.stream(ids)
                .allMatch(id -> id >= 0 && id < TOKENIZER.vocabulary().size()));
        assertEquals(101, ids[0]);
        assertEquals(102, ids[ids.length - 1]);
    }

    @Property(tries = 300, seed = "1")
    void aSpaceSeparatesTexts(@ForAll String left, @ForAll String right) {
        List<String> both = new ArrayList<>(TOKENIZER.pieces(left));
        both.addAll(TOKENIZER.pieces(right));
        assertEquals(both, TOKENIZER.pieces(left + " " + right));
    }

    @Property(tries = 300, seed = "1")
    void truncationKeepsTheBeginning(
            @ForAll @AlphaChars @NumericChars String text, @ForAll @IntRange(min = 2, max = 40) int maxTokens) {
        long[] whole = TOKENIZER.encode(text, LONG);
        long[] cut = TOKENIZER.encode(text, maxTokens);
        assertEquals(Math.min(whole.length, maxTokens), cut.length);
        assertArrayEquals(Arrays.copyOf(whole, cut.length - 1), Arrays.copyOf(cut, cut.length - 1));
        assertEquals(102, cut[cut.length - 1]);
    }

    @Property(tries = 300, seed = "1")
    void latinWordsSurviveDecoding(
            @ForAll @Size(max = 8) List<@LowerChars @NotEmpty @StringLength(max = 30) String> words) {
        String text = String.join(" ", words);
        assertEquals(text, TOKENIZER.decode(TOKENIZER.encode(text, LONG)));
    }

    @Property(tries = 300, seed = "1")
    void caseDoesNotMatter(@ForAll @AlphaChars String text) {
        assertEquals(TOKENIZER.pieces(text.toLowerCase(Locale.ROOT)), TOKENIZER.pieces(text));
    }

    @Property(tries = 100, seed = "1")
    void rowsOfABatchAreTheTextsOneByOne(
            @ForAll @NotEmpty @Size(max = 6) List<String> texts, @ForAll @IntRange(min = 2, max = 20) int tokens) {
        TokenBatch tight = TOKENIZER.encode(texts, tokens);
        TokenBatch fixed = TOKENIZER.encodeFixed(texts, tokens);
        assertEquals(tokens, fixed.columns());
        for (TokenBatch batch : List.of(tight, fixed)) {
            long[] ids = batch.inputIds().toLongs();
            long[] mask = batch.attentionMask().toLongs();
            for (int r = 0; r < texts.size(); r++) {
                long[] row = Arrays.copyOfRange(ids, r * batch.columns(), (r + 1) * batch.columns());
                int length = (int) Arrays.stream(mask, r * batch.columns(), (r + 1) * batch.columns())
                        .sum();
                assertArrayEquals(TOKENIZER.encode(texts.get(r), tokens), Arrays.copyOf(row, length));
                assertTrue(Arrays.stream(row, length, row.length).allMatch(id -> id == 0));
            }
        }
    }
}
