package org.cotangent.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.MapType;
import org.cotangent.spi.tensor.OptionalType;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.UnknownType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "3, 3",
        "0.1, 0.1",
        "100.001, 100",
        "12350.4, 12350",
        "20000.3, 20000",
        "-0.00012345678, -0.00012346",
        "1.5e-7, 1.5e-7",
        "3.4028234e38, 3.4028e+38",
        "NaN, NaN",
        "-Infinity, -Infinity",
        "Infinity, Infinity"
    })
    void numbersHaveFewDigits(double value, String text) {
        assertEquals(text, Texts.number(value));
    }

    @Test
    void numbersAreAlmostWhatTheySay() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            double value = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-300, 300));
            assertEquals(value, Double.parseDouble(Texts.number(value)), 1e-4 * Math.abs(value));
        }
    }

    @Test
    void typesAreWords() {
        TensorType matrix = TensorType.of(DType.FLOAT, 2, 3);
        assertEquals("float 2×3", Texts.type(matrix));
        assertEquals("bool", Texts.type(TensorType.of(DType.BOOL)));
        Dim unnamed = Dim.symbol("?slice#1");
        assertEquals("N×?×2*?", Texts.shape(Shape.of(List.of(Dim.symbol("N"), unnamed, unnamed.times(2)))));
        assertEquals("…", Texts.shape(Shape.unranked()));
        assertEquals("optional sequence of float 2×3", Texts.type(new OptionalType(new SequenceType(matrix))));
        assertEquals("map of string to int64", Texts.type(new MapType(DType.STRING, DType.INT64)));
        assertEquals("?", Texts.type(new UnknownType()));
    }

    @Test
    void elementsOfEveryKind() {
        assertEquals("[a, b]", Texts.elements(Tensor.of(new String[] {"a", "b"}, 2)));
        assertEquals("[]", Texts.elements(Tensor.of(new double[0], 0)));
        assertTrue(Texts.elements(Tensor.of(DType.FLOAT, Samples.ramp(13), 13)).endsWith("11, …]"));
    }

    @Test
    void longTextsEndEarlyBetweenCharacters() {
        assertEquals("🙂🙂", Texts.begun("🙂🙂", 2));
        assertEquals("🙂…", Texts.begun("🙂🙂🙂", 2));
        assertEquals("a…yz", Texts.shortened("abcdxyz", 4));
    }

    @Test
    void whatMayStandInNoFileIsShown() {
        assertEquals("a␀␛␡��\nb", Texts.visible("a\u0000\u001b\u007f\ud800\uffff\nb"));
    }
}
