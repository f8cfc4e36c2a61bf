package org.cotangent.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** Runs functions as graphs, by plans. */
final class GraphRuns {
    private final Cotangent engine = new GraphLaws().engine();

    Cotangent engine() {
        return engine;
    }

    /** {@return the graph of a function of inputs x0, x1, ... with outputs y0, y1, ...} */
    Graph graph(BiFunction<Formulas, List<Value>, List<Value>> function, TensorType... inputs) {
        GraphBuilder builder = engine.graph("test");
        List<Value> values = new ArrayList<>();
        for (TensorType type : inputs) {
            values.add(builder.input("x" + values.size(), type));
        }
        int i = 0;
        for (Value output : function.apply(new Formulas(builder), values)) {
            builder.output("y" + i++, output);
        }
        return builder.build();
    }

    /** {@return what the function gives for these inputs, by a plan} */
    List<Datum> run(BiFunction<Formulas, List<Value>, List<Value>> function, Tensor... inputs) {
        TensorType[] types = new TensorType[inputs.length];
        Map<String, Datum> given = new HashMap<>();
        for (int i = 0; i < inputs.length; i++) {
            types[i] = inputs[i].type();
            given.put("x" + i, inputs[i]);
        }
        try (Session session = engine.plan(graph(function, types), Map.of()).newSession()) {
            return List.copyOf(session.runValues(given).values());
        }
    }

    static double[] doubles(@Nullable Datum datum) {
        return ((Tensor) Objects.requireNonNull(datum)).toDoubles();
    }
}
