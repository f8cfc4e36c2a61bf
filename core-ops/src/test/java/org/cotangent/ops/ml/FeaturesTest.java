package org.cotangent.ops.ml;

import static org.cotangent.ops.ml.MlCalls.floats;
import static org.cotangent.ops.ml.MlCalls.strings;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.cotangent.spi.AttributeException;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class FeaturesTest {
    private final MlCalls calls = new MlCalls();

    @Test
    void integersAreComparedWithThresholdsThatAreNone() {
        Attributes half = Attributes.none().with("threshold", -0.5f);
        assertArrayEquals(
                new long[] {0, 1, 1},
                calls.run("Binarizer", half, Tensor.vector(-1L, 0, 1)).toLongs());
        assertArrayEquals(
                new float[] {0, 0, 1},
                calls.run("Binarizer", half, Tensor.vector(-0.5f, Float.NaN, 0)).toFloats());
    }

    @Test
    void rowsWithoutDivisorStay() {
        Tensor x = Tensor.of(new double[] {0, 0, -3, 4, -2, -1}, 3, 2);
        assertArrayEquals(
                new float[] {0, 0, -0.6f, 0.8f, -2 / 2.236068f, -1 / 2.236068f},
                calls.run("Normalizer", Attributes.of("norm", "L2"), x).toFloats(),
                1e-6f);
        assertArrayEquals(
                new float[] {0, 0, -0.75f, 1, 2, 1},
                calls.run("Normalizer", Attributes.of("norm", "MAX"), x).toFloats());
        Tensor whole = Tensor.of(new long[] {1, -3}, 2);
        assertArrayEquals(
                new float[] {0.25f, -0.75f},
                calls.run("Normalizer", Attributes.of("norm", "L1"), whole).toFloats());
    }

    @Test
    void theNormOfARowHasADerivative() {
        Tensor x = Tensor.of(new float[] {3, 4}, 1, 2);
        double[] gradient = calls.gradient("Normalizer", Attributes.of("norm", "L2"), 0, new double[] {1, 0}, x);
        assertArrayEquals(new double[] {16 / 125.0, -12 / 125.0}, gradient, 1e-6);
    }

    @Test
    void inputsAreCutAndFilledUp() {
        Tensor y = calls.run(
                "FeatureVectorizer",
                Attributes.of("inputdimensions", 1, 3),
                Tensor.of(new long[] {1, 2, 3, 4}, 2, 2),
                Tensor.of(new long[] {5, 6, 7, 8}, 2, 2));
        assertArrayEquals(new float[] {1, 5, 6, 0, 3, 7, 8, 0}, y.toFloats());
    }

    @Test
    void missingValuesAreReplacedColumnByColumn() {
        Attributes nan =
                Attributes.none().with("imputed_value_floats", floats(7, 8)).with("replaced_value_float", Float.NaN);
        Tensor x = Tensor.of(new double[] {1, Double.NaN, Double.NaN, 2}, 2, 2);
        assertArrayEquals(
                new double[] {1, 8, 7, 2}, calls.run("Imputer", nan, x).toDoubles());
        Attributes whole = Attributes.of("imputed_value_int64s", new long[] {9}).with("replaced_value_int64", -1);
        Tensor integers = Tensor.of(DType.INT32, new double[] {-1, 3}, 2);
        assertArrayEquals(
                new long[] {9, 3}, calls.run("Imputer", whole, integers).toLongs());
        assertThrows(AttributeException.class, () -> calls.run("Imputer", nan, integers));
    }

    @Test
    void theLastOfEqualKeysCounts() {
        Attributes map = Attributes.none()
                .with("keys_floats", floats(1, Float.NaN, 0, 1))
                .with("values_strings", strings("old", "nan", "zero", "new"));
        Tensor y = calls.run("LabelEncoder", map, Tensor.vector(1f, Float.NaN, -0f, 5f));
        assertArrayEquals(new String[] {"new", "nan", "zero", "_Unused"}, y.strings());
    }

    @Test
    void defaultsAreOfTheKindOfTheValues() {
        Attributes keys = Attributes.of("keys_int64s", 1);
        Tensor x = Tensor.vector(2L);
        Attributes narrow = keys.with("values_tensor", Tensor.of(DType.INT16, new double[] {4}, 1));
        assertEquals(-1, calls.run("LabelEncoder", narrow, x).getLong(0));
        Attributes real = keys.with("values_tensor", Tensor.vector(4.0)).with("default_tensor", Tensor.vector(0.5));
        assertEquals(0.5, calls.run("LabelEncoder", real, x).getDouble(0));
        assertThrows(AttributeException.class, () -> calls.run("LabelEncoder", keys, x));
        assertThrows(TypeException.class, () -> calls.run("LabelEncoder", narrow, Tensor.vector(2f)));
    }

    @Test
    void categoriesGoBothWays() {
        Attributes map = Attributes.of("cats_int64s", 3, 1).with("cats_strings", strings("a", "b"));
        Tensor words = Tensor.of(new String[] {"b", "c"}, 2);
        assertArrayEquals(
                new long[] {1, -1}, calls.run("CategoryMapper", map, words).toLongs());
        assertArrayEquals(
                new String[] {"a", "_Unused"},
                calls.run("CategoryMapper", map, Tensor.vector(3L, 2)).strings());
    }

    @Test
    void whatIsNoCategoryGivesZerosOrAnError() {
        Attributes categories = Attributes.of("cats_int64s", 3, 1);
        Tensor x = Tensor.of(new double[] {1.9, 7}, 1, 2);
        Tensor y = calls.run("OneHotEncoder", categories, x);
        assertArrayEquals(new long[] {1, 2, 2}, y.sizes());
        assertArrayEquals(new float[] {0, 1, 0, 0}, y.toFloats());
        assertThrows(CotangentException.class, () -> calls.run("OneHotEncoder", categories.with("zeros", 0), x));
    }
}
