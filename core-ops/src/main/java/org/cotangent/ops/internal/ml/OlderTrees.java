package org.cotangent.ops.internal.ml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Trees as the operators before TreeEnsemble describe them: nodes are named by a pair of numbers, leaves are nodes of
 * mode LEAF, and a leaf has any number of votes.
 */
public final class OlderTrees {
    private static final List<String> MODES =
            List.of("BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ");

    private record Name(long tree, long node) {}

    private final Attributes attributes;
    private final String votes;
    private final Map<Name, Integer> places = new LinkedHashMap<>();
    private final Map<Integer, Integer> interior = new LinkedHashMap<>();
    private final Map<Integer, Integer> leaves = new LinkedHashMap<>();
    private final List<Long> roots = new ArrayList<>();

    /** @param votes the prefix of the attributes about votes: {@code class} or {@code target} */
    public OlderTrees(Attributes attributes, String votes) {
        this.attributes = attributes;
        this.votes = votes;
        long[] trees = attributes.integers("nodes_treeids");
        long[] nodes = attributes.integers("nodes_nodeids");
        List<String> modes = attributes.texts("nodes_modes");
        requireCount(nodes.length, "nodes_treeids", trees.length);
        requireCount(nodes.length, "nodes_modes", modes.size());
        Map<Long, Integer> first = new LinkedHashMap<>();
        for (int i = 0; i < nodes.length; i++) {
            places.put(new Name(trees[i], nodes[i]), i);
            boolean isRoot = first.putIfAbsent(trees[i], i) == null;
            boolean isLeaf = modes.get(i).equals("LEAF");
            if (isLeaf) {
                leaves.put(i, leaves.size());
            }
            // a tree that is a leaf gets a node both of whose branches lead there
            if (!isLeaf || isRoot) {
                interior.put(i, interior.size());
            }
        }
        first.values()
                .forEach(place -> roots.add(interior.getOrDefault(place, 0).longValue()));
    }

    /** {@return the ports and attributes with those of trees and of their votes} */
    public static Signature.Builder declare(Signature.Builder builder, String votes) {
        for (String name : List.of(
                "nodes_falsenodeids",
                "nodes_featureids",
                "nodes_missing_value_tracks_true",
                "nodes_nodeids",
                "nodes_treeids",
                "nodes_truenodeids",
                votes + "_ids",
                votes + "_nodeids",
                votes + "_treeids")) {
            builder.optionalIntegers(name);
        }
        for (String name : List.of("base_values", "nodes_hitrates", "nodes_values", votes + "_weights")) {
            builder.optionalAttribute(name, MlOperator.FLOATS)
                    .optionalAttribute(name + "_as_tensor", new Attribute.OfTensor(Tensor.vector(0.0)));
        }
        return builder.optionalAttribute("nodes_modes", MlOperator.STRINGS).attribute("post_transform", "NONE");
    }

    /** {@return the numbers of an attribute or of the tensor in its place; null if neither is there} */
    public static double @Nullable [] numbers(Attributes attributes, String name) {
        if (attributes.has(name + "_as_tensor")) {
            return attributes.tensor(name + "_as_tensor").toDoubles();
        }
        return attributes.has(name)
                ? attributes.reals(name).stream()
                        .mapToDouble(Float::doubleValue)
                        .toArray()
                : null;
    }

    private static void requireCount(int needed, String name, int given) {
        if (given != needed) {
            throw new AttributeException(name + " must hold " + needed + " elements, not " + given);
        }
    }

    /** {@return an attribute with a number for each of so many nodes or votes} */
    private long[] integers(String name, int count) {
        long[] integers = attributes.integers(name);
        requireCount(count, name, integers.length);
        return integers;
    }

    private double[] needed(String name, int count) {
        double[] numbers = needed(attributes, name);
        requireCount(count, name, numbers.length);
        return numbers;
    }

    private static double[] needed(Attributes attributes, String name) {
        double[] numbers = numbers(attributes, name);
        if (numbers == null) {
            throw new AttributeException("one of the attributes " + name + " and " + name + "_as_tensor must be there");
        }
        return numbers;
    }

    /** {@return the same trees as attributes of {@link org.cotangent.ops.fused.Forest}} */
    public Attributes forest(long aggregate, long targets) {
        Attributes nodes = branch(branch(Attributes.none(), "true"), "false");
        long[] flags = attributes.integersOrNull("nodes_missing_value_tracks_true");
        if (flags != null && flags.length > 0) {
            requireCount(places.size(), "nodes_missing_value_tracks_true", flags.length);
            nodes = nodes.with("nodes_missing_value_tracks_true", selected(flags));
        }
        double[] values = needed("nodes_values", places.size());
        return votes(nodes)
                .with("tree_roots", roots.stream().mapToLong(Long::longValue).toArray())
                .with("nodes_featureids", selected(integers("nodes_featureids", places.size())))
                .with("nodes_modes", modes())
                .with(
                        "nodes_splits",
                        Tensor.vector(interior.keySet().stream()
                                .mapToDouble(place -> values[place])
                                .toArray()))
                .with("aggregate_function", aggregate)
                .with("n_targets", targets);
    }

    private long[] selected(long[] ofAll) {
        return interior.keySet().stream()
                .mapToLong(place -> isLeaf(place) ? 0 : ofAll[place])
                .toArray();
    }

    private boolean isLeaf(int place) {
        return leaves.containsKey(place);
    }

    private Tensor modes() {
        List<String> modes = attributes.texts("nodes_modes");
        double[] codes = interior.keySet().stream()
                .mapToDouble(place -> isLeaf(place) ? 0 : code(modes.get(place)))
                .toArray();
        return Tensor.of(DType.UINT8, codes, codes.length);
    }

    private static int code(String mode) {
        int code = MODES.indexOf(mode);
        if (code < 0) {
            throw new AttributeException("nodes_modes must hold LEAF or one of " + MODES + ", not '" + mode + "'");
        }
        return code;
    }

    private Attributes branch(Attributes sofar, String side) {
        long[] trees = attributes.integers("nodes_treeids");
        long[] children = integers("nodes_" + side + "nodeids", places.size());
        long[] ids = new long[interior.size()];
        long[] isLeaf = new long[interior.size()];
        interior.forEach((place, number) -> {
            int child = isLeaf(place) ? place : place(new Name(trees[place], children[place]));
            isLeaf[number] = isLeaf(child) ? 1 : 0;
            ids[number] = isLeaf(child) ? leaves.getOrDefault(child, 0) : interior.getOrDefault(child, 0);
        });
        return sofar.with("nodes_" + side + "nodeids", ids).with("nodes_" + side + "leafs", isLeaf);
    }

    private int place(Name name) {
        Integer place = places.get(name);
        if (place == null) {
            throw new AttributeException("there is no node " + name.node() + " in tree " + name.tree());
        }
        return place;
    }

    private Attributes votes(Attributes nodes) {
        long[] names = attributes.integers(votes + "_nodeids");
        long[] trees = integers(votes + "_treeids", names.length);
        long[] targets = integers(votes + "_ids", names.length);
        double[] weights = needed(votes + "_weights", names.length);
        List<List<Integer>> ofLeaf = new ArrayList<>();
        leaves.forEach((place, leaf) -> ofLeaf.add(new ArrayList<>()));
        for (int i = 0; i < names.length; i++) {
            Integer leaf = leaves.get(place(new Name(trees[i], names[i])));
            if (leaf != null) {
                ofLeaf.get(leaf).add(i);
            }
        }
        long[] starts = new long[ofLeaf.size()];
        List<Integer> order = new ArrayList<>();
        for (int leaf = 0; leaf < starts.length; leaf++) {
            starts[leaf] = order.size();
            order.addAll(ofLeaf.get(leaf));
        }
        return nodes.with("leaf_starts", starts)
                .with(
                        "leaf_targetids",
                        order.stream().mapToLong(i -> targets[i]).toArray())
                .with(
                        "leaf_weights",
                        Tensor.vector(
                                order.stream().mapToDouble(i -> weights[i]).toArray()));
    }

    /** {@return two trees for features of two columns, whose splits are at 0 and 1, and votes for two targets} */
    public static Attributes sample(Draw draw, String votes) {
        return Attributes.of("nodes_treeids", 0, 0, 0, 1)
                .with("nodes_nodeids", 0, 1, 2, 0)
                .with(
                        "nodes_modes",
                        new Attribute.OfStrings(List.of(draw.pick(MODES.subList(0, 4)), "LEAF", "LEAF", "LEAF")))
                .with("nodes_featureids", draw.integer(0, 1), 0, 0, 0)
                .with("nodes_values", LinearModel.floats(draw.integer(0, 1), 0, 0, 0))
                .with("nodes_truenodeids", 1, 0, 0, 0)
                .with("nodes_falsenodeids", 2, 0, 0, 0)
                .with(votes + "_treeids", 0, 0, 0, 1)
                .with(votes + "_nodeids", 1, 1, 2, 0)
                .with(votes + "_ids", 0, 1, 0, 1)
                .with(votes + "_weights", LinearModel.coefficients(draw, 4))
                .with("base_values", LinearModel.coefficients(draw, 2))
                .with("post_transform", draw.pick("NONE", "SOFTMAX", "LOGISTIC"));
    }
}
