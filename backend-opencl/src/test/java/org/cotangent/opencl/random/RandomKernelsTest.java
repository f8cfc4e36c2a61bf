package org.cotangent.opencl.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.List;
import org.cotangent.opencl.support.AsSingle;
import org.cotangent.opencl.support.BothForms;
import org.cotangent.opencl.support.DeviceCalls;
import org.cotangent.opencl.support.RandomTensors;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomKernelsTest {
    private static final List<DType> FLOATS = List.of(DType.FLOAT, DType.DOUBLE, DType.FLOAT16, DType.BFLOAT16);

    private static BothForms forms;
    private static DeviceCalls single;

    private final RandomTensors tensors = new RandomTensors(5);

    @BeforeAll
    static void open() {
        forms = BothForms.open(RandomKernels::new);
        single = DeviceCalls.open(new AsSingle(new RandomKernels()));
    }

    @AfterAll
    static void close() {
        if (forms != null) {
            forms.close();
            single.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RandomUniformLike", "RandomNormalLike", "Bernoulli", "Dropout", "Multinomial"})
    void samplesAgreeWithPortableOnes(String operator) {
        forms.assertSampledAgree(operator, 12, FLOATS);
    }

    private static Attributes of(DType type, long... shape) {
        return Attributes.of("shape", shape).with("dtype", (long) type.code());
    }

    private Tensor probabilities(DType type, long... sizes) {
        Tensor tensor = tensors.of(type, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, tensor.getDouble(i) / 4 + 0.5);
        }
        return tensor;
    }

    @Test
    void uniformNumbersAreThoseOfTheHost() {
        for (DType type : FLOATS) {
            for (long elements : new long[] {0, 1, 2, 3, 20011}) {
                for (Attributes attributes : List.of(
                        of(type, elements),
                        of(type, elements).with("seed", 7.5f),
                        of(type, elements).with("low", -3f).with("high", -2.9f),
                        of(type, elements).with("low", 2f).with("high", 1f),
                        of(type, elements).with("low", 1f).with("high", Math.nextUp(1f)))) {
                    forms.assertAgree("RandomUniform", attributes, List.of(), 1, 0);
                }
            }
        }
    }

    @Test
    void normalNumbersAreThoseOfTheHostButForRounding() {
        for (DType type : FLOATS) {
            for (long elements : new long[] {0, 1, 3, 20011}) {
                double tolerance = type == DType.FLOAT ? 2e-7 : DeviceCalls.tolerance(type);
                Attributes attributes = of(type, elements).with("mean", 2f).with("scale", 0.5f);
                forms.assertAgree("RandomNormal", attributes, List.of(), 1, tolerance);
                forms.assertAgree("RandomNormal", attributes.with("seed", -1f), List.of(), 1, tolerance);
            }
        }
    }

    @Test
    void everyTypeTakesZerosAndOnes() {
        for (DType from : FLOATS) {
            Tensor probabilities = probabilities(from, 3, 7, 11);
            for (DType to : List.of(DType.BOOL, DType.INT8, DType.UINT64, DType.FLOAT, DType.BFLOAT16, DType.DOUBLE)) {
                Attributes attributes = Attributes.of("dtype", to.code());
                forms.assertAgree("Bernoulli", attributes, List.of(probabilities), 1, 0);
                forms.assertAgree("Bernoulli", attributes.with("seed", 3f), List.of(probabilities), 1, 0);
            }
            forms.assertAgree("Bernoulli", Attributes.none(), List.of(tensors.special(from, 501)), 1, 0);
        }
    }

    @Test
    void whatIsDroppedIsThatOfTheHost() {
        Tensor training = Tensor.of(new boolean[] {true});
        for (DType type : FLOATS) {
            for (long elements : new long[] {0, 1, 2, 5, 20011}) {
                Tensor x = tensors.of(type, elements);
                forms.assertAgree("Dropout", Attributes.none(), Arrays.asList(x, null, training), 2, 0);
                forms.assertAgree("Dropout", Attributes.none(), List.of(x), 2, 0);
                for (DType of : type == DType.FLOAT ? FLOATS : List.of(type)) {
                    for (double ratio : new double[] {0, 0.1, 0.75, 1}) {
                        Tensor dropped = Tensor.scalar(ratio).converted(of);
                        forms.assertAgree("Dropout", Attributes.of("seed", 4), List.of(x, dropped, training), 2, 0);
                        forms.assertAgree("Dropout", Attributes.none(), List.of(x, dropped, training), 1, 0);
                    }
                }
            }
        }
    }

    @Test
    void outcomesMayBeImpossible() {
        Tensor weights = tensors.of(DType.FLOAT, 4, 300);
        for (int i = 0; i < 300; i++) {
            weights.setDouble(i, i % 3 == 0 ? 1 : Double.NEGATIVE_INFINITY);
            weights.setDouble(300 + i, Double.NEGATIVE_INFINITY);
            weights.setDouble(600 + i, i == 17 ? Double.NaN : 0);
        }
        for (DType type : List.of(DType.INT32, DType.INT64)) {
            Attributes attributes = Attributes.of("sample_size", 501).with("dtype", (long) type.code());
            forms.assertAgree("Multinomial", attributes, List.of(weights), 1, 0);
        }
        forms.assertAgree("Multinomial", Attributes.none(), List.of(tensors.of(DType.FLOAT, 0, 3)), 1, 0);
        forms.assertAgree("Multinomial", Attributes.none(), List.of(tensors.of(DType.FLOAT, 5, 1)), 1, 0);
    }

    /** Where there is no float64, the same is drawn, and rounded more often. */
    @Test
    void devicesWithoutDoubleDrawTheSame() {
        Attributes many = of(DType.FLOAT, 20011);
        single.assertAgrees(single.operator("", "RandomUniform"), many.with("low", -2f), List.of(), 1, 5e-7);
        single.assertAgrees(single.operator("", "RandomNormal"), many, List.of(), 1, 2e-6);
        Tensor x = probabilities(DType.FLOAT, 20011);
        single.assertAgrees(single.operator("", "Bernoulli"), Attributes.none(), List.of(x), 1, 0);
        List<Tensor> inputs = List.of(x, Tensor.scalar(0.3f), Tensor.of(new boolean[] {true}));
        single.assertAgrees(single.operator("", "Dropout"), Attributes.none(), inputs, 2, 2e-7);
        Operator multinomial = single.operator("", "Multinomial");
        List<Tensor> weights = List.of(tensors.of(DType.FLOAT, 2, 3));
        Attributes attributes = multinomial.signature().resolve(Attributes.none());
        assertNotEquals("", single.reasonAgainst(multinomial, attributes, weights, 1));
    }

    @Test
    void halfOfALargeTensorIsDropped() {
        Tensor x = Tensor.full(DType.FLOAT, 1, 100_000);
        List<Tensor> inputs = List.of(x, Tensor.scalar(0.5f), Tensor.of(new boolean[] {true}));
        Tensor y = single.run(single.operator("", "Dropout"), Attributes.none(), inputs, 1)
                .getFirst();
        double mean = Arrays.stream(y.toDoubles()).average().orElse(0);
        assertEquals(1, mean, 0.02);
    }
}
