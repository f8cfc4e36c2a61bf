package org.cotangent.ops.ml;

import static org.cotangent.ops.ml.MlCalls.floats;
import static org.cotangent.ops.ml.MlCalls.strings;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreesTest {
    private static final Tensor COLUMN = Tensor.of(new float[] {1, 2, 3, Float.NaN}, 4, 1);

    private final MlCalls calls = new MlCalls();

    /** One node that compares the feature with 2, and leaves that vote 1 and -1. */
    private static Attributes stump(int mode) {
        return Attributes.of("n_targets", 1)
                .with("tree_roots", new long[] {0})
                .with("nodes_modes", Tensor.of(DType.UINT8, new double[] {mode}, 1))
                .with("nodes_splits", Tensor.vector(2f))
                .with("nodes_featureids", new long[] {0})
                .with("nodes_truenodeids", new long[] {0})
                .with("nodes_trueleafs", new long[] {1})
                .with("nodes_falsenodeids", new long[] {1})
                .with("nodes_falseleafs", new long[] {1})
                .with("leaf_targetids", 0, 0)
                .with("leaf_weights", Tensor.vector(1f, -1f));
    }

    /** The same stump twice, the second time with the opposite comparison and votes for two targets at each leaf. */
    private static Attributes older() {
        return Attributes.of("nodes_treeids", 0, 0, 0, 1, 1, 1)
                .with("nodes_nodeids", 0, 1, 2, 0, 1, 2)
                .with("nodes_modes", strings("BRANCH_LEQ", "LEAF", "LEAF", "BRANCH_GT", "LEAF", "LEAF"))
                .with("nodes_featureids", 0, 0, 0, 0, 0, 0)
                .with("nodes_values", floats(2, 0, 0, 2, 0, 0))
                .with("nodes_truenodeids", 1, 0, 0, 1, 0, 0)
                .with("nodes_falsenodeids", 2, 0, 0, 2, 0, 0);
    }

    private static Attributes votes(Attributes trees, String prefix) {
        return trees.with(prefix + "_treeids", 0, 0, 1, 1, 1)
                .with(prefix + "_nodeids", 1, 2, 1, 2, 2)
                .with(prefix + "_ids", 0, 1, 1, 0, 1)
                .with(prefix + "_weights", floats(1, 2, 3, 4, 5));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1, -1", "1, 1, -1, -1", "2, -1, 1, 1", "3, -1, -1, 1", "4, -1, 1, -1", "5, 1, -1, 1"})
    void featuresAreComparedWithSplits(int mode, float below, float at, float above) {
        float[] falseForNaN = {below, at, above, -1};
        assertArrayEquals(
                falseForNaN, calls.run("TreeEnsemble", stump(mode), COLUMN).toFloats());
        Attributes tracking = stump(mode).with("nodes_missing_value_tracks_true", new long[] {1});
        assertEquals(1, calls.run("TreeEnsemble", tracking, COLUMN).getDouble(3));
    }

    @Test
    void setsAreSearchedForTheFeature() {
        Attributes member = stump(6).with("membership_values", Tensor.vector(3f, 1f, Float.NaN));
        assertArrayEquals(
                new float[] {1, -1, 1, -1},
                calls.run("TreeEnsemble", member, COLUMN).toFloats());
        AttributeException e =
                assertThrows(AttributeException.class, () -> calls.run("TreeEnsemble", stump(6), COLUMN));
        assertTrue(String.valueOf(e.getMessage()).contains("membership_values"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "2, -1", "3, 1"})
    void votesArePutTogether(int aggregate, float expected) {
        Attributes twice = stump(0).with("aggregate_function", aggregate)
                .with("tree_roots", 0, 1)
                .with("nodes_modes", Tensor.of(DType.UINT8, new double[] {0, 3}, 2))
                .with("nodes_splits", Tensor.vector(2f, 2f))
                .with("nodes_featureids", 0, 0)
                .with("nodes_truenodeids", 0, 0)
                .with("nodes_trueleafs", 1, 1)
                .with("nodes_falsenodeids", 1, 1)
                .with("nodes_falseleafs", 1, 1);
        assertEquals(expected, calls.run("TreeEnsemble", twice, COLUMN).getDouble(0));
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        assertThrows(
                ShapeException.class,
                () -> calls.run("TreeEnsemble", stump(0).with("nodes_featureids", new long[] {3}), COLUMN));
        assertThrows(
                AttributeException.class,
                () -> calls.run("TreeEnsemble", stump(0).with("nodes_truenodeids", new long[] {2}), COLUMN));
    }

    @Test
    void leavesMayHaveSeveralVotes() {
        Attributes attributes = votes(older(), "target").with("n_targets", 2).with("base_values", floats(10, 20));
        Tensor x = Tensor.of(new long[] {1, 3}, 2, 1);
        assertArrayEquals(
                new float[] {15, 25, 10, 25},
                calls.run("TreeEnsembleRegressor", attributes, x).toFloats());
        assertArrayEquals(
                new float[] {11, 25, 10, 22},
                calls.run("TreeEnsembleRegressor", attributes.with("aggregate_function", "MIN"), x)
                        .toFloats());
    }

    @Test
    void aTreeMayBeALeaf() {
        Attributes leaf = Attributes.of("nodes_treeids", new long[] {4})
                .with("nodes_nodeids", new long[] {0})
                .with("nodes_modes", strings("LEAF"))
                .with("nodes_featureids", new long[] {0})
                .with("nodes_values", floats(0))
                .with("nodes_truenodeids", new long[] {0})
                .with("nodes_falsenodeids", new long[] {0})
                .with("target_treeids", new long[] {4})
                .with("target_nodeids", new long[] {0})
                .with("target_ids", new long[] {0})
                .with("target_weights_as_tensor", Tensor.vector(2.5));
        assertArrayEquals(
                new float[] {2.5f, 2.5f, 2.5f, 2.5f},
                calls.run("TreeEnsembleRegressor", leaf, COLUMN).toFloats());
    }

    @Test
    void theClassWithMostVotesIsChosen() {
        Attributes attributes = votes(older(), "class").with("classlabels_strings", strings("a", "b"));
        List<Tensor> results = calls.all("TreeEnsembleClassifier", attributes, 2, Tensor.of(new float[] {1, 3}, 2, 1));
        assertArrayEquals(new float[] {5, 5, 0, 5}, results.get(1).toFloats());
        assertArrayEquals(new String[] {"a", "b"}, results.get(0).strings());
    }

    @Test
    void votesForOneClassSpeakForOrAgainstTheSecond() {
        Attributes attributes = older().with("class_treeids", 0, 0, 1, 1)
                .with("class_nodeids", 1, 2, 1, 2)
                .with("class_ids", 0, 0, 0, 0)
                .with("classlabels_int64s", 3, 4);
        Tensor x = Tensor.of(new double[] {1, 3}, 2, 1);
        List<Tensor> shares = calls.all(
                "TreeEnsembleClassifier", attributes.with("class_weights", floats(0.25, 0.5, 0.25, 0.125)), 2, x);
        assertArrayEquals(
                new float[] {0.625f, 0.375f, 0.25f, 0.75f}, shares.get(1).toFloats());
        assertArrayEquals(new long[] {3, 4}, shares.get(0).toLongs());
        List<Tensor> logits = calls.all(
                "TreeEnsembleClassifier",
                attributes.with("class_weights", floats(-1, 1, 0, 0)).with("post_transform", "LOGISTIC"),
                2,
                x);
        float small = (float) (1 / (1 + Math.E));
        assertArrayEquals(
                new float[] {1 - small, small, small, 1 - small}, logits.get(1).toFloats(), 1e-6f);
        assertArrayEquals(new long[] {3, 4}, logits.get(0).toLongs());
    }
}
