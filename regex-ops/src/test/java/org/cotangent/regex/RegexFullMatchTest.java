package org.cotangent.regex;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.engine.eager.Eager;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.OperatorContract;
import org.junit.jupiter.api.Test;

class RegexFullMatchTest extends OperatorContract {
    private final Eager eager = Cotangent.portable(OperatorRegistry.of(List.of(new RegexFullMatch())))
            .eager();

    @Override
    protected Operator operator() {
        return new RegexFullMatch();
    }

    private long[] matches(String pattern, String... texts) {
        Attributes attributes = Attributes.of("pattern", pattern);
        return eager.tensor(eager.formulas()
                        .op("RegexFullMatch", attributes, eager.constant(Tensor.of(texts, texts.length))))
                .toLongs();
    }

    @Test
    void theWholeStringMustMatch() {
        assertArrayEquals(new long[] {1, 0, 0, 0}, matches("[a-z]+", "abc", "abc1", "1abc", ""));
        assertArrayEquals(new long[] {1, 0}, matches("", "", "x"));
        assertArrayEquals(new long[] {1, 1, 0}, matches("ab|abc", "ab", "abc", "abcd"));
    }

    @Test
    void theSyntaxIsThatOfRe2() {
        assertArrayEquals(new long[] {1, 0}, matches("(?P<letters>[[:alpha:]]+)\\z", "abc", "ab\n"));
        assertArrayEquals(new long[] {1, 0}, matches("(?s).\\pN", "\n7", "x"));
        assertArrayEquals(new long[] {1}, matches("😀.", "😀😀"));
    }

    @Test
    void whatRe2DoesNotHaveIsRefused() {
        for (String pattern : List.of("(?=a)a", "(a)\\1", "a++", "(", "a{2,1}")) {
            AttributeException e = assertThrows(AttributeException.class, () -> matches(pattern, "a"));
            assertTrue(String.valueOf(e.getMessage()).contains(pattern));
        }
    }

    @Test
    void hostilePatternsTakeLinearTime() {
        assertArrayEquals(new long[] {0}, matches("(a*)*b", "a".repeat(5_000)));
    }
}
