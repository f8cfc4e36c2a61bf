package org.cotangent.train.internal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/** Adds to what nodes compute with adapted weights what the adapters compute. */
public final class AdapterCalls implements GraphCopy.Edit {
    private final WeightUses uses;
    private final Map<String, Adapter> adapters;
    private final boolean training;
    private final Map<String, Value> tensors = new HashMap<>();

    /** @param training whether the adapters' dropout works */
    public AdapterCalls(Graph graph, Map<String, Adapter> adapters, boolean training) {
        this.uses = new WeightUses(graph);
        this.adapters = adapters;
        this.training = training;
    }

    @Override
    public boolean apply(Node node, GraphCopy copy) {
        WeightUses.Use use = uses.of(node);
        Adapter adapter = use == null ? null : adapters.get(use.weight().name());
        if (adapter == null) {
            return false;
        }
        copy.keep(node);
        Value output = node.outputs().getFirst();
        copy.put(output, copy.formulas().add(copy.image(output), change(node, adapter, copy)));
        return true;
    }

    private Value change(Node node, Adapter adapter, GraphCopy copy) {
        Formulas f = copy.formulas();
        Value x = Objects.requireNonNull(copy.input(node, 0));
        if (training && adapter.form().dropout() > 0) {
            x = DropoutSite.emit(f, x, adapter.form().dropout());
        }
        Value a = tensors.computeIfAbsent(
                adapter.nameOfA(), name -> copy.builder().initializer(name, adapter.a()));
        Value b = tensors.computeIfAbsent(
                adapter.nameOfB(), name -> copy.builder().initializer(name, adapter.b()));
        return switch (WeightUses.type(node)) {
            case "Conv" -> {
                Value inner = f.op("Conv", node.attributes(), x, a);
                long[] sizes = new long[x.shape().rank()];
                Arrays.fill(sizes, 1);
                sizes[0] = b.shape().size(0);
                sizes[1] = b.shape().size(1);
                yield f.op("Conv", inner, f.reshape(f.mul(b, adapter.scale()), sizes));
            }
            case "Gemm" -> {
                double scale = adapter.scale() * node.attributes().real("alpha");
                yield product(f, node.attributes().flag("transA") ? f.transposeMatrix(x) : x, a, b, scale);
            }
            default -> product(f, x, a, b, adapter.scale());
        };
    }

    private static Value product(Formulas f, Value x, Value a, Value b, double scale) {
        Value inner = f.matmul(x, f.transposeMatrix(a));
        return f.matmul(inner, f.mul(f.transposeMatrix(b), scale));
    }
}
