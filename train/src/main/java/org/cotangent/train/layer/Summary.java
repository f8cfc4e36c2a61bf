package org.cotangent.train.layer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cotangent.engine.eager.Tracer;
import org.cotangent.engine.plan.Products;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.TensorType;

/**
 * A table of the layers of a network: output sizes, number of trained numbers, and products of a forward pass.
 *
 * <p>Products are those of convolutions and matrix products, one for each multiplication; other operations do not
 * count.
 */
public record Summary(List<Row> rows, long parameters, long products) {
    /**
     * A layer that computes something itself.
     *
     * @param name where in the network it is
     * @param output the type of the last value that it computes
     * @param parameters of it and the layers within
     */
    public record Row(String name, String layer, String output, long parameters, long products) {}

    public Summary {
        rows = List.copyOf(rows);
    }

    static Summary of(Layer layer, Graph graph) {
        Map<String, Long> products = new LinkedHashMap<>();
        Map<String, Value> last = new LinkedHashMap<>();
        long total = 0;
        for (Node node : graph.nodes()) {
            String scope = node.metadata().getOrDefault(Tracer.NAMESPACE, "");
            long count = Products.of(node);
            total += count;
            products.merge(scope, count, Long::sum);
            last.put(scope, node.outputs().getFirst());
        }
        List<Row> rows = new ArrayList<>();
        layer.layers().forEach((name, part) -> {
            Value output = last.get(name);
            if (output != null && !name.isEmpty()) {
                rows.add(new Row(name, part.toString(), shape(output), count(part), products.getOrDefault(name, 0L)));
            }
        });
        return new Summary(rows, count(layer), total);
    }

    private static String shape(Value output) {
        return output.type() instanceof TensorType type
                ? type.shape().toString()
                : output.type().toString();
    }

    private static long count(Layer layer) {
        return layer.parameters().values().stream()
                .mapToLong(parameter -> parameter.tensor().elements())
                .sum();
    }

    /** {@return the table, as text} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        String format = "%-24s %-34s %-22s %12s %14s%n";
        text.append(format.formatted("name", "layer", "output", "parameters", "products"));
        for (Row row : rows) {
            text.append(format.formatted(
                    row.name(), row.layer(), row.output(), number(row.parameters()), number(row.products())));
        }
        return text.append(format.formatted("total", "", "", number(parameters), number(products)))
                .toString();
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
