package org.cotangent.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.optim.StepFormula;

/** The inputs of a graph that hold the numbers of a step. Setting them allocates nothing. */
final class StepNumbers {
    private final List<Entry> entries = new ArrayList<>();
    private final double[] stepAndRate = new double[2];

    private record Entry(StepFormula number, Tensor tensor) {}

    /**
     * Makes tensors for the numbers.
     *
     * @param inputs gets the tensors, by name
     */
    StepNumbers(Graph graph, SequencedMap<String, StepFormula> numbers, Map<String, Tensor> inputs) {
        numbers.forEach((name, number) -> {
            Tensor tensor = Tensor.allocate(graph.input(name).tensorType());
            inputs.put(name, tensor);
            entries.add(new Entry(number, tensor));
        });
    }

    void set(long step, double learningRate) {
        stepAndRate[0] = step;
        stepAndRate[1] = learningRate;
        for (Entry entry : entries) {
            entry.tensor().setDouble(0, entry.number().at(stepAndRate));
        }
    }
}
