package org.cotangent.train.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * A Dropout node that works in training.
 *
 * @param ratio the share of elements that is set to zero
 * @param inserted whether it does not belong to the model otherwise
 */
public record DropoutSite(double ratio, boolean inserted) {
    public DropoutSite {
        if (!(ratio >= 0 && ratio < 1)) {
            throw new IllegalArgumentException("dropout ratio " + ratio + " is not in [0, 1)");
        }
    }

    /** {@return whether a node is a Dropout} */
    public static boolean is(Node node) {
        return node.operator().id().qualifiedName().equals("Dropout");
    }

    /** {@return {@code x} with a share of its elements set to zero and the others scaled up} */
    public static Value emit(Formulas f, Value x, double ratio) {
        return f.op("Dropout", x, f.constant(Tensor.scalar((float) ratio)), active(f));
    }

    private static Value active(Formulas f) {
        return f.constant(Tensor.of(new boolean[] {true}));
    }

    /** {@return what lets the sites of these names work} */
    public static GraphCopy.Edit training(Map<String, DropoutSite> sites) {
        return (node, copy) -> {
            DropoutSite site = is(node) ? sites.get(node.name()) : null;
            if (site == null) {
                return false;
            }
            Formulas f = copy.formulas();
            Value ratio = f.constant(Tensor.scalar((float) site.ratio()));
            List<@Nullable Value> inputs = new ArrayList<>(Arrays.asList(copy.input(node, 0), ratio, active(f)));
            copy.replace(node, node.operator(), node.attributes(), inputs);
            return true;
        };
    }

    /** {@return what takes those of these sites away that were inserted} */
    public static GraphCopy.Edit inference(Map<String, DropoutSite> sites) {
        return (node, copy) -> {
            DropoutSite site = is(node) ? sites.get(node.name()) : null;
            if (site == null || !site.inserted()) {
                return false;
            }
            copy.put(node.outputs().getFirst(), Objects.requireNonNull(copy.input(node, 0)));
            return true;
        };
    }

    /** {@return what puts a Dropout behind the first output of each of these nodes; the map gets its name} */
    public static GraphCopy.Edit insertion(Set<Node> nodes, double ratio, Map<String, DropoutSite> sites) {
        return (node, copy) -> {
            if (!nodes.contains(node)) {
                return false;
            }
            copy.keep(node);
            Value kept = copy.image(node.outputs().getFirst());
            Value dropped = copy.formulas().op("Dropout", kept);
            Node site = Objects.requireNonNull(copy.builder().producer(dropped));
            sites.put(site.name(), new DropoutSite(ratio, true));
            copy.put(node.outputs().getFirst(), dropped);
            return true;
        };
    }

    /** {@return whether Dropout can follow a node} */
    public static boolean canFollow(Node node) {
        return node.outputs().getFirst().type() instanceof TensorType type
                && DType.floating().contains(type.dtype());
    }
}
