package org.cotangent.bench.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotangent.spi.graph.Graph;

/** How cost grows with the batch and with the number of nodes; it should not, per image and per node. */
record Growth(Runner runner) {
    private static final double NANOS = 1e6;
    private static final double MICROS = 1e3;

    List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        for (int batch = 1; batch <= 64; batch *= 4) {
            figures.add(figure("batch " + batch, "us per image", GrowingGraphs.images(batch), MICROS / batch));
        }
        for (int nodes = 10; nodes <= 10_000; nodes *= 10) {
            figures.add(figure(nodes + " nodes", "ns per node", GrowingGraphs.chain(nodes), NANOS / nodes));
            figures.add(plan(nodes));
        }
        return figures;
    }

    private Figure figure(String name, String unit, Workload workload, double scale) {
        Outcome outcome = runner.run(workload).outcome();
        int threads = runner.setting().threads();
        return outcome instanceof Outcome.Measured measured
                ? new Figure(
                        "growth",
                        name,
                        threads,
                        unit,
                        measured.ours().median() * scale,
                        measured.theirs().median() * scale)
                : Figure.alone("growth", name + ": " + outcome, threads, unit, Double.NaN);
    }

    private Figure plan(int nodes) {
        Graph graph = GrowingGraphs.chain(runner.setting().cotangent(), nodes);
        long before = System.nanoTime();
        runner.setting().cotangent().plan(graph, Map.of()).newSession().close();
        double time = (System.nanoTime() - before) / NANOS;
        return Figure.alone(
                "growth", "plan of " + nodes + " nodes", runner.setting().threads(), "ms", time);
    }
}
