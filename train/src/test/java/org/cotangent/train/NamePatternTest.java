package org.cotangent.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {
    @ParameterizedTest
    @CsvSource({
        "head.*, head.weight, true",
        "head.*, head.linear.weight, false",
        "head.**, head.linear.weight, true",
        "encoder/layer.5/**, /encoder/layer.5/attention/MatMul, true",
        "encoder/layer.5/**, /encoder/layer.50/attention/MatMul, false",
        "encoder?layer.5?**, encoder.layer.5.output.bias, true",
        "encoder?layer.5?**, /encoder/layer.5/output/MatMul, true",
        "**.weight, a.b.weight, true",
        "a+b, a+b, true",
        "a+b, aab, false"
    })
    void matches(String glob, String name, boolean expected) {
        assertEquals(expected, NamePattern.of(glob).matches(name));
    }
}
