package org.cotangent.ops.internal.ml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Decision trees in arrays, made from the attributes of ONNX TreeEnsemble.
 *
 * <p>Children that are leaves are stored as the complement of their number. Leaf i has the votes from {@code starts[i]}
 * to {@code starts[i + 1]}.
 */
final class Forest {
    private static final int MEMBER = 6;

    private final int[] features;
    private final int[] modes;
    private final double[] splits;
    private final boolean[] missing;
    private final double[] @Nullable [] members;
    private final int[] yes;
    private final int[] no;
    final int[] roots;
    final int[] starts;
    final int[] targets;
    final double[] weights;

    Forest(Attributes attributes) {
        features = integers(attributes, "nodes_featureids");
        int nodes = features.length;
        modes = Arrays.stream(sized(attributes.tensor("nodes_modes"), nodes, "nodes_modes")
                        .toLongs())
                .mapToInt(Math::toIntExact)
                .toArray();
        splits = sized(attributes.tensor("nodes_splits"), nodes, "nodes_splits").toDoubles();
        missing = new boolean[nodes];
        long[] flags = attributes.integersOrNull("nodes_missing_value_tracks_true");
        for (int i = 0; flags != null && i < Math.min(nodes, flags.length); i++) {
            missing[i] = flags[i] != 0;
        }
        targets = integers(attributes, "leaf_targetids");
        weights = sized(attributes.tensor("leaf_weights"), targets.length, "leaf_weights")
                .toDoubles();
        starts = starts(attributes, targets.length);
        yes = children(attributes, "nodes_truenodeids", "nodes_trueleafs");
        no = children(attributes, "nodes_falsenodeids", "nodes_falseleafs");
        roots = integers(attributes, "tree_roots");
        require("nodes_featureids", features, Integer.MAX_VALUE);
        require("tree_roots", roots, nodes);
        require("leaf_targetids", targets, Trees.targets(attributes));
        members = members(attributes);
    }

    private static int[] integers(Attributes attributes, String name) {
        return Arrays.stream(attributes.integers(name))
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    private static Tensor sized(Tensor tensor, int count, String name) {
        if (tensor.elements() != count) {
            throw new AttributeException(
                    name + " holds " + tensor.elements() + " elements where " + count + " are needed");
        }
        return tensor;
    }

    private static int[] starts(Attributes attributes, int votes) {
        int[] starts = attributes.has("leaf_starts") ? integers(attributes, "leaf_starts") : new int[votes];
        if (!attributes.has("leaf_starts")) {
            Arrays.setAll(starts, i -> i);
        }
        int[] closed = Arrays.copyOf(starts, starts.length + 1);
        closed[starts.length] = votes;
        return closed;
    }

    private int[] children(Attributes attributes, String ids, String leaves) {
        int[] children = integers(attributes, ids);
        int[] isLeaf = integers(attributes, leaves);
        if (children.length != features.length || isLeaf.length != features.length) {
            throw new AttributeException(ids + " and " + leaves + " must hold a number for each of the "
                    + features.length + " nodes, not " + children.length + " and " + isLeaf.length);
        }
        for (int i = 0; i < children.length; i++) {
            int limit = isLeaf[i] != 0 ? starts.length - 1 : features.length;
            if (children[i] < 0 || children[i] >= limit) {
                throw new AttributeException(
                        ids + " holds " + children[i] + " at place " + i + ", outside [0, " + limit + ")");
            }
            children[i] = isLeaf[i] != 0 ? ~children[i] : children[i];
        }
        return children;
    }

    private static void require(String name, int[] values, long limit) {
        for (int value : values) {
            if (value < 0 || value >= limit) {
                throw new AttributeException(name + " holds " + value + ", outside [0, " + limit + ")");
            }
        }
    }

    /** The sets of all nodes that test for membership, in their order; NaN ends each. */
    private double[] @Nullable [] members(Attributes attributes) {
        double[] @Nullable [] sets = new double[modes.length][];
        double[] values = attributes.has("membership_values")
                ? attributes.tensor("membership_values").toDoubles()
                : new double[0];
        int at = 0;
        for (int node = 0; node < modes.length; node++) {
            if (modes[node] < 0 || modes[node] > MEMBER) {
                throw new AttributeException("nodes_modes holds " + modes[node] + ", outside [0, 6]");
            }
            if (modes[node] == MEMBER) {
                List<Double> set = new ArrayList<>();
                while (at < values.length && !Double.isNaN(values[at])) {
                    set.add(values[at++]);
                }
                if (at++ >= values.length) {
                    throw new AttributeException("membership_values holds no set for node " + node);
                }
                sets[node] =
                        set.stream().mapToDouble(value -> value + 0.0).sorted().toArray();
            }
        }
        return sets;
    }

    /** {@return the largest number of a feature} */
    int lastFeature() {
        return Arrays.stream(features).max().orElse(-1);
    }

    /** {@return the leaf to which a row of features leads} */
    int leaf(int root, double[] row) {
        int node = root;
        while (node >= 0) {
            node = isTrue(node, row[features[node]]) ? yes[node] : no[node];
        }
        return ~node;
    }

    private boolean isTrue(int node, double x) {
        if (Double.isNaN(x)) {
            return missing[node];
        }
        double split = splits[node];
        return switch (modes[node]) {
            case 0 -> x <= split;
            case 1 -> x < split;
            case 2 -> x >= split;
            case 3 -> x > split;
            case 4 -> x == split;
            case 5 -> x != split;
            default -> contains(members[node], x + 0.0);
        };
    }

    private static boolean contains(double @Nullable [] set, double x) {
        return set != null && Arrays.binarySearch(set, x) >= 0;
    }
}
