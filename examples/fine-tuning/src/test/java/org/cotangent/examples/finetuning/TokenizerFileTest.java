package org.cotangent.examples.finetuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerFileTest {
    private static final String GOOD = """
            {"normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                            "strip_accents": null, "lowercase": true},
             "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                       "max_input_chars_per_word": 3,
                       "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "ab": 4, "##c": 5}}}
            """;

    private static WordPieceTokenizer read(String json) {
        return TokenizerFile.read(new StringReader(json), "tokenizer.json");
    }

    @Test
    void readsVocabularyAndWordLimit() {
        WordPieceTokenizer tokenizer = read(GOOD);
        assertEquals(List.of("ab", "##c", "[UNK]"), tokenizer.pieces("abc ABCC"));
        assertEquals(6, tokenizer.vocabulary().size());
    }

    @ParameterizedTest
    @CsvSource({
        "BertNormalizer, Lowercase, normalizer",
        "'\"lowercase\": true', '\"lowercase\": false', normalizer",
        "'\"strip_accents\": null', '\"strip_accents\": false', normalizer",
        "WordPiece, BPE, WordPiece",
        "'\"##\"', '\"@@\"', continuation prefix",
        "vocab, words, vocabulary",
        "'\"##c\": 5', '\"##c\": 6', without gaps",
        "'\"##c\": 5', '\"##c\": 4', without gaps",
        "'{', '[', JSON",
    })
    void refusesWhatIsNotUncasedBertAndSaysWhy(String part, String replacement, String reason) {
        DataException refusal = assertThrows(DataException.class, () -> read(GOOD.replace(part, replacement)));
        assertTrue(refusal.toString().contains(reason), refusal.toString());
    }

    @Test
    void anEmptyFileIsRefused() {
        assertThrows(DataException.class, () -> read(""));
    }

    @Test
    void unknownPiecesAndIdsAreRefused() {
        Vocabulary vocabulary = new Vocabulary(Map.of("a", 0));
        assertThrows(DataException.class, () -> vocabulary.id("b"));
        assertThrows(DataException.class, () -> vocabulary.piece(1));
        assertThrows(DataException.class, () -> vocabulary.piece(-1));
    }
}
