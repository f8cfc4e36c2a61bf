package org.cotangent.ops.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.cotangent.ops.Calls;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class TextTest {
    private final Calls calls = new Calls();

    private static Tensor words(String... words) {
        return Tensor.of(words, words.length);
    }

    private static Attribute strings(String... values) {
        return new Attribute.OfStrings(List.of(values));
    }

    private List<Tensor> split(Attributes attributes, Tensor x) {
        List<Value> outputs = calls.eager()
                .formulas()
                .call("", "StringSplit", attributes, 2, calls.eager().constant(x));
        return outputs.stream().map(calls.eager()::tensor).toList();
    }

    @Test
    void whiteSpaceSeparatesOnceHoweverLongItIs() {
        List<Tensor> parts = split(Attributes.none(), words("  a \t b\u00a0c ", "", "d"));
        assertArrayEquals(new long[] {3, 3}, parts.get(0).sizes());
        assertArrayEquals(
                new String[] {"a", "b", "c", "", "", "", "d", "", ""},
                parts.get(0).strings());
        assertArrayEquals(new long[] {3, 0, 1}, parts.get(1).toLongs());
    }

    @Test
    void delimitersSeparateEmptyStrings() {
        Attributes comma = Attributes.of("delimiter", ",");
        assertArrayEquals(
                new String[] {"a", "", "b", ""},
                split(comma, words("a,,b,")).getFirst().strings());
        assertArrayEquals(new long[] {1}, split(comma, words("")).get(1).toLongs());
        assertArrayEquals(
                new String[] {"", "", "a"},
                split(Attributes.of("delimiter", "ab"), words("ababa"))
                        .getFirst()
                        .strings());
    }

    @Test
    void theRestStaysWhole() {
        Attributes once = Attributes.of("maxsplit", 1);
        assertArrayEquals(
                new String[] {"a", "b c "},
                split(once, words(" a  b c ")).getFirst().strings());
        assertArrayEquals(
                new String[] {"a b "},
                split(Attributes.of("maxsplit", 0), words(" a b ")).getFirst().strings());
        assertArrayEquals(
                new String[] {"x", "y-z"},
                split(once.with("delimiter", "-"), words("x-y-z")).getFirst().strings());
    }

    @Test
    void noStringsHaveNoParts() {
        List<Tensor> parts = split(Attributes.none(), Tensor.of(new String[0], 2, 0));
        assertArrayEquals(new long[] {2, 0, 0}, parts.get(0).sizes());
        assertArrayEquals(new long[] {2, 0}, parts.get(1).sizes());
    }

    @Test
    void stopWordsGoWhateverTheirCase() {
        Attributes stop = Attributes.none().with("stopwords", strings("monday", "STRASSE"));
        Tensor x = words("Monday", "straße", "Dienstag", "");
        assertArrayEquals(
                new String[] {"Dienstag", ""},
                calls.run("StringNormalizer", stop, x).strings());
        assertArrayEquals(
                new String[] {"MONDAY", "STRASSE", "DIENSTAG", ""},
                calls.run("StringNormalizer", stop.with("is_case_sensitive", 1).with("case_change_action", "UPPER"), x)
                        .strings());
    }

    @Test
    void caseFollowsTheLocale() {
        Attributes turkish = Attributes.of("case_change_action", "LOWER").with("locale", "tr_TR.UTF-8");
        assertArrayEquals(
                new String[] {"ı"},
                calls.run("StringNormalizer", turkish, words("I")).strings());
    }

    @Test
    void nothingLeftIsOneEmptyString() {
        Attributes stop = Attributes.none().with("stopwords", strings("a"));
        Tensor row = calls.run("StringNormalizer", stop, Tensor.of(new String[] {"A", "a"}, 1, 2));
        assertArrayEquals(new long[] {1, 1}, row.sizes());
        assertArrayEquals(new String[] {""}, row.strings());
        assertThrows(
                ShapeException.class, () -> calls.run("StringNormalizer", Tensor.of(new String[] {"a", "b"}, 2, 1)));
        assertThrows(
                AttributeException.class,
                () -> calls.run("StringNormalizer", Attributes.of("case_change_action", "lower"), words("a")));
    }

    @Test
    void stringsAreJoinedInPairs() {
        Tensor column = Tensor.of(new String[] {"a", "b"}, 2, 1);
        Tensor joined = calls.run("StringConcat", column, words("x", "", "z"));
        assertArrayEquals(new String[] {"ax", "a", "az", "bx", "b", "bz"}, joined.strings());
        assertEquals(List.of(2L, 3L), List.of(joined.size(0), joined.size(1)));
    }
}
