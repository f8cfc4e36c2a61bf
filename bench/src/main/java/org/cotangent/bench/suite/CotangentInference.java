package org.cotangent.bench.suite;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Profile;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.Model;

/** A model file planned for the types of its inputs. Outputs are written into the same tensors each time. */
final class CotangentInference implements Side {
    private final Model model;
    private final Session session;
    private final Map<String, Tensor> inputs;
    private final Map<String, Tensor> outputs;

    CotangentInference(Cotangent cotangent, Path file, InferenceWorkload.Inputs source) {
        model = Model.open(cotangent, file);
        inputs = source.of(sizes(model.graph()));
        Map<String, TensorType> types = new LinkedHashMap<>();
        inputs.forEach((name, tensor) -> types.put(name, tensor.type()));
        session = cotangent.plan(model.graph(), types).newSession();
        outputs = new LinkedHashMap<>(session.run(inputs));
    }

    /** {@return the sizes of the inputs by name, -1 where the model leaves them open} */
    static SequencedMap<String, long[]> sizes(Graph graph) {
        SequencedMap<String, long[]> sizes = new LinkedHashMap<>();
        graph.inputs()
                .forEach((name, value) -> sizes.put(
                        name,
                        value.shape().dims().stream()
                                .mapToLong(dim -> dim.isKnown() ? dim.size() : -1)
                                .toArray()));
        return sizes;
    }

    @Override
    public void run() {
        session.run(inputs, outputs);
    }

    @Override
    public Map<String, Tensor> results() {
        run();
        return outputs;
    }

    @Override
    public Optional<Profile> profile() {
        return Optional.of(session.profile());
    }

    @Override
    public void close() {
        session.close();
        model.close();
    }
}
