package org.cotangent.examples.finetuning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the pieces that BERT's published tokenizer gives for the same vocabulary. */
class WordPieceTokenizerTest {
    private static final WordPieceTokenizer TOKENIZER = SentenceEncoder.tokenizer();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            D\u00e9j\u00e0 vu, na\u00efve caf\u00e9! | de ##ja vu , naive cafe !
            unaffable | una ##ffa ##ble
            electroencephalography | electro ##ence ##pha ##log ##raphy
            supercalifragilistic | super ##cal ##if ##rag ##ilis ##tic
            Hello, World! $5+5=10 ~ok | hello , world ! $ 5 + 5 = 10 ~ ok
            don't [SEP] | don ' t [ sep ]
            in \u5317\u4eac\u30bf\u30ef\u30fc | in \u5317 \u4eac \u30bf ##\u30ef ##\u30fc
            ok \ud83d\ude00 fine | ok [UNK] fine
            \ud55c\uad6d | \u1112 ##\u1161 ##\u11ab ##\u1100 ##\u116e ##\u11a8
            \u0130zmir \u039f\u0394\u039f\u03a3 stra\u00dfe | i ##z ##mir \u03bf ##\u03b4 ##\u03bf ##\u03c3 st ##ra\u00dfe
            Z\u00fcrich\u2013Gen\u00e8ve\u2026 \u201cquoted\u201d | zurich \u2013 gene ##ve \u2026 \u201c quoted \u201d
            \ufb01sh x\u00b2 \u00bd | \ufb01 ##sh x ##\u00b2 \u00bd
            a\u200bb\u0001c\ufffdd | abc ##d
            """)
    void cutsAsBertDoes(String text, String pieces) {
        assertEquals(List.of(pieces.split(" ")), TOKENIZER.pieces(text));
    }

    @Test
    void framesWithSpecialTokensAndNumbersAsThePublishedVocabulary() {
        assertArrayEquals(
                new long[] {101, 7592, 1010, 2088, 999, 102},
                TOKENIZER.encode("Hello, World!", SentenceEncoder.MAX_TOKENS));
        assertEquals(30522, TOKENIZER.vocabulary().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \t\r\n\u00a0\u3000", "\u0000\u200d\ufeff\ue000"})
    void textWithoutWordsIsOnlyItsFrame(String text) {
        assertArrayEquals(new long[] {101, 102}, TOKENIZER.encode(text, 8));
    }

    @Test
    void wordsAboveTheLimitAreUnknownCountedInCodePoints() {
        WordPieceTokenizer small = tokenizer(5, "\ud83d\ude00", "##\ud83d\ude00");
        assertEquals(5, small.pieces("\ud83d\ude00".repeat(5)).size());
        assertEquals(List.of("[UNK]"), small.pieces("\ud83d\ude00".repeat(6)));
        assertTrue(TOKENIZER.pieces("a".repeat(100)).size() > 1);
        assertEquals(List.of("[UNK]"), TOKENIZER.pieces("a".repeat(101)));
    }

    @Test
    void theLongestPieceWinsAndADeadEndMakesTheWholeWordUnknown() {
        WordPieceTokenizer small = tokenizer(100, "a", "ab", "abc", "##d", "##cd");
        assertEquals(List.of("abc", "##d"), small.pieces("abcd"));
        assertEquals(List.of("ab", "[UNK]", "a"), small.pieces("ab abx a"));
        assertEquals(List.of("[UNK]"), small.pieces("d"), "a continuation does not start a word");
    }

    @Test
    void paddingIsMaskedAndTypesAreZero() {
        TokenBatch batch = TOKENIZER.encode(List.of("Hello, World!", "hello"), 5);
        assertEquals(2, batch.rows());
        assertArrayEquals(
                new long[] {101, 7592, 1010, 2088, 102, 101, 7592, 102, 0, 0},
                batch.inputIds().toLongs());
        assertArrayEquals(
                new long[] {1, 1, 1, 1, 1, 1, 1, 1, 0, 0}, batch.attentionMask().toLongs());
        assertArrayEquals(new long[10], batch.tokenTypeIds().toLongs());
        assertEquals(
                List.of("input_ids", "attention_mask", "token_type_ids"),
                List.copyOf(batch.inputs().keySet()));
    }

    @Test
    void noRoomForTheFrameIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> TOKENIZER.encode("hello", 1));
    }

    @Test
    void aVocabularyWithoutSpecialTokensIsRefusedNamingThem() {
        Vocabulary vocabulary = new Vocabulary(Map.of("[PAD]", 0, "[UNK]", 1));
        DataException refusal = assertThrows(DataException.class, () -> new WordPieceTokenizer(vocabulary, 10));
        assertTrue(refusal.toString().contains("[[CLS], [SEP]]"), refusal.toString());
    }

    private static WordPieceTokenizer tokenizer(int maxWordLength, String... pieces) {
        Map<String, Integer> ids = new HashMap<>(Map.of("[PAD]", 0, "[UNK]", 1, "[CLS]", 2, "[SEP]", 3));
        for (String piece : pieces) {
            ids.put(piece, ids.size());
        }
        return new WordPieceTokenizer(new Vocabulary(ids), maxWordLength);
    }
}
