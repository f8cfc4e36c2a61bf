package org.cotangent.train;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Session;
import org.cotangent.onnx.ExportOptions;
import org.cotangent.onnx.ExportedModel;
import org.cotangent.onnx.ImportedModel;
import org.cotangent.onnx.Onnx;
import org.cotangent.onnx.Unsupported;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/** A model that came from an ONNX file: to run, to give a new head, to fine-tune, to save. */
public final class Model implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(Model.class.getName());

    private final Cotangent cotangent;
    private final ImportedModel imported;
    private final Graph graph;
    private final Map<Map<String, ValueType>, Session> sessions = new HashMap<>();

    private Model(Cotangent cotangent, ImportedModel imported, Graph graph) {
        this.cotangent = cotangent;
        this.imported = imported;
        this.graph = graph;
    }

    /** {@return the model in a file, on whatever the class path offers} */
    public static Model open(Path file) {
        return open(Cotangent.load(), file);
    }

    /** {@return the model in a file} */
    public static Model open(Cotangent cotangent, Path file) {
        ImportedModel imported = Onnx.open(file, cotangent.operators());
        return new Model(cotangent, imported, imported.graph());
    }

    /** {@return what the file holds} */
    public ImportedModel imported() {
        return imported;
    }

    public Graph graph() {
        return graph;
    }

    /** {@return the initializers, and whether training can change them} */
    public List<ParameterInfo> parameters() {
        return ParameterSurvey.of(graph);
    }

    /**
     * {@return the outputs for these inputs}
     *
     * <p>Plans are kept for each combination of input sizes.
     */
    public Map<String, Tensor> predict(Map<String, Tensor> inputs) {
        return session(inputs).run(inputs);
    }

    /** {@return the outputs for these inputs, where one or the other is a sequence or an optional value} */
    public Map<String, Datum> predictValues(Map<String, ? extends Datum> inputs) {
        return session(inputs).runValues(inputs);
    }

    private Session session(Map<String, ? extends Datum> inputs) {
        requireSupported();
        Map<String, ValueType> types = new LinkedHashMap<>();
        inputs.forEach((name, datum) -> types.put(name, datum.type()));
        return sessions.computeIfAbsent(types, t -> cotangent.plan(graph, t).newSession());
    }

    private void requireSupported() {
        if (!imported.unsupported().isEmpty()) {
            throw new UnsupportedException("the model cannot run here:\n"
                    + imported.unsupported().stream().map(Unsupported::toString).collect(Collectors.joining("\n")));
        }
    }

    /**
     * {@return this model with a new output in place of all others}
     *
     * @param seed of the random numbers that new parameters begin with
     */
    public Model withHead(String output, long seed, Head.Writer writer) {
        GraphBuilder builder = GraphBuilder.from(graph, cotangent.operators());
        Head head = new Head(graph, builder, new SplittableRandom(seed));
        Value value = writer.write(head, head.formulas());
        builder.clearOutputs();
        builder.output(output, value);
        return new Model(cotangent, imported, builder.build());
    }

    /**
     * {@return this model with a straight-through derivative of quantisation}
     *
     * <p>QuantizeLinear has the derivative zero. Where DequantizeLinear follows it, with the same scale and zero point,
     * gradients now pass as if numbers within the range were not rounded. The model computes the same, and is saved
     * with the two operators.
     */
    public Model withStraightThrough() {
        return new Model(cotangent, imported, StraightThrough.of(graph, cotangent.operators()));
    }

    /** {@return this model with other values of these initializers} */
    public Model withParameters(Map<String, Tensor> values) {
        GraphBuilder builder = GraphBuilder.from(graph, cotangent.operators());
        values.forEach((name, tensor) -> builder.setInitializer(graph.initializer(name), tensor.copy()));
        return new Model(cotangent, imported, builder.build());
    }

    /**
     * {@return the names of the trainable initializers that one of these globs matches}
     *
     * <p>A glob is matched against the initializer's name, the names of the nodes that use it, and the scopes the
     * exporter noted. Throws {@link GraphException} for a glob that matches nothing.
     */
    public Set<String> select(Collection<String> globs) {
        Set<String> selected = new LinkedHashSet<>();
        List<String> idle = new ArrayList<>();
        List<ParameterInfo> parameters = parameters();
        for (String glob : globs) {
            NamePattern pattern = NamePattern.of(glob);
            List<String> names = parameters.stream()
                    .filter(info -> info.trainable() && info.names().stream().anyMatch(pattern::matches))
                    .map(ParameterInfo::name)
                    .toList();
            if (names.isEmpty()) {
                idle.add(glob);
            }
            selected.addAll(names);
        }
        if (!idle.isEmpty()) {
            throw new GraphException("no trainable parameter matches " + idle + "; groups are "
                    + parameters.stream()
                            .filter(ParameterInfo::trainable)
                            .map(ParameterInfo::group)
                            .distinct()
                            .toList());
        }
        return selected;
    }

    /** {@return a run of training steps} */
    public Training train(TrainingStep.Recipe recipe) {
        requireSupported();
        return new Training(cotangent, graph, recipe);
    }

    /** Writes the model as it is now into a new file, with what the original file says of itself. */
    public void save(Path file) {
        ExportOptions options = ExportOptions.standard().withHeader(imported.header());
        ExportedModel written = Onnx.write(graph, cotangent.operators(), file, options);
        written.warnings().forEach(warning -> LOGGER.log(Level.WARNING, () -> file + ": " + warning));
    }

    /** Writes a copy of the original file in which nothing but these initializers differs, byte for byte. */
    public void patch(Map<String, Tensor> values, Path file) {
        Onnx.patch(imported.file(), values, file);
    }

    @Override
    public void close() {
        sessions.values().forEach(Session::close);
        sessions.clear();
    }
}
