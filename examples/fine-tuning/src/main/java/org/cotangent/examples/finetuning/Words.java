package org.cotangent.examples.finetuning;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/** How uncased BERT splits a text into words before it looks into its vocabulary. */
final class Words {
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();

    private Words() {}

    /**
     * Words in order of the text: lower case, without accents and control characters; every punctuation mark and every
     * Chinese character is a word of its own.
     */
    static List<String> of(String text) {
        Words words = new Words();
        Normalizer.normalize(text, Normalizer.Form.NFD).codePoints().forEach(words::accept);
        words.endWord();
        return words.words;
    }

    private void accept(int c) {
        if (isSpace(c)) {
            endWord();
        } else if (isPunctuation(c) || isChinese(c)) {
            endWord();
            words.add(Character.toString(c));
        } else if (!isDropped(c)) {
            word.appendCodePoint(Character.toLowerCase(c));
        }
    }

    private void endWord() {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static boolean isSpace(int c) {
        return c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c);
    }

    /** Accents, control and format characters, private use, lone surrogates, and the replacement character. */
    private static boolean isDropped(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE -> true;
            default -> c == 0xFFFD;
        };
    }

    /** All of ASCII that is neither letter, digit, space nor control counts, {@code $}, {@code +} and {@code ~} too. */
    private static boolean isPunctuation(int c) {
        if (c < 0x80) {
            return c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    /** The blocks of CJK ideographs; kana and Hangul are written with spaces or in words, and are not among them. */
    private static boolean isChinese(int c) {
        return (c >= 0x4E00 && c <= 0x9FFF)
                || (c >= 0x3400 && c <= 0x4DBF)
                || (c >= 0x20000 && c <= 0x2A6DF)
                || (c >= 0x2A700 && c <= 0x2CEAF)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0x2F800 && c <= 0x2FA1F);
    }
}
