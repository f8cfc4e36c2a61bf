package org.cotangent.train;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.PlanCache;
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
import org.cotangent.spi.graph.Pruning;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.cotangent.train.internal.Adapter;
import org.cotangent.train.internal.FreeBatch;
import org.cotangent.train.internal.GraphCopy;
import org.cotangent.train.internal.Reinitialization;
import org.cotangent.train.tune.BatchNormalizationPolicy;
import org.cotangent.train.tune.LoRA;

/**
 * A model that came from an ONNX file: to run, to give a new head, to fine-tune, to save.
 *
 * <p>Models are immutable: what changes one returns another, which shares its tensors.
 */
public final class Model implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(Model.class.getName());

    private final Cotangent cotangent;
    private final ImportedModel imported;
    private final Graph base;
    private final Tuning tuning;
    private final Graph graph;
    private final PlanCache<Map<String, ValueType>, Session> sessions = new PlanCache<>(Session::close);

    private Model(Cotangent cotangent, ImportedModel imported, Graph base, Tuning tuning) {
        this.cotangent = cotangent;
        this.imported = imported;
        this.base = base;
        this.tuning = tuning;
        this.graph = tuning.inference(base, cotangent.operators());
    }

    /** {@return the model in a file, on whatever the class path offers} */
    public static Model open(Path file) {
        return open(Cotangent.load(), file);
    }

    /** {@return the model in a file} */
    public static Model open(Cotangent cotangent, Path file) {
        ImportedModel imported = Onnx.open(file, cotangent.operators());
        return new Model(cotangent, imported, imported.graph(), Tuning.none());
    }

    private Model with(Graph other, Tuning with) {
        return new Model(cotangent, imported, other, with);
    }

    /** {@return what the file holds} */
    public ImportedModel imported() {
        return imported;
    }

    /** {@return how the model computes when it is used, and what {@link #save(Path)} writes} */
    public Graph graph() {
        return graph;
    }

    /**
     * {@return how the model computes in a training step}
     *
     * <p>It has the inputs, outputs and initializers of {@link #graph()}, Dropout that works, and the running
     * statistics that are updated as {@linkplain Graph#updates() updates}.
     */
    public Graph trainingGraph() {
        return tuning.training(base, cotangent.operators());
    }

    /** {@return the initializers, whether training changes them, and why} */
    public ParameterTable parameters() {
        Set<String> weights = new LinkedHashSet<>(imported.initializers().keySet());
        weights.addAll(tuning.added());
        tuning.adapters().values().forEach(adapter -> weights.addAll(List.of(adapter.nameOfA(), adapter.nameOfB())));
        return ParameterSurvey.of(graph, weights, tuning.selection().frozen());
    }

    /** {@return what whoever runs or trains the model should know: traces that its exporter left} */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(imported.warnings());
        warnings.addAll(ExportTraces.of(graph));
        return warnings;
    }

    /**
     * {@return the outputs for these inputs}
     *
     * <p>Plans are kept for the last {@value PlanCache#KEPT} combinations of input sizes.
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
        return sessions.get(types, t -> cotangent.plan(graph, t).newSession());
    }

    /** Throws {@link UnsupportedException}, which lists every operator that cannot run here, if there is one. */
    public void requireSupported() {
        if (!imported.unsupported().isEmpty()) {
            throw new UnsupportedException("the model cannot run here:\n"
                    + imported.unsupported().stream().map(Unsupported::toString).collect(Collectors.joining("\n")));
        }
    }

    /**
     * {@return the model that ends at an inner value or an output: its only output, under the same name}
     *
     * <p>Nodes, initializers and inputs that the value does not depend on are gone.
     *
     * @throws GraphException with names that are close if there is no such value
     */
    public Model cutAt(String value) {
        GraphBuilder builder = GraphBuilder.from(base, cotangent.operators());
        builder.clearOutputs();
        builder.output(value, Head.find(base, value));
        Graph cut = Pruning.live(builder.build());
        return with(Pruning.withInputs(cut, Pruning.usedInputs(cut)), tuning);
    }

    /**
     * {@return this model with a new output in place of all others}
     *
     * <p>Nodes and initializers that the head does not need are gone; inputs stay. The head's parameters are trained
     * unless patterns freeze them later.
     *
     * @param seed of the random numbers that new parameters begin with
     */
    public Model attach(String output, long seed, Head.Writer writer) {
        GraphBuilder builder = GraphBuilder.from(base, cotangent.operators());
        Head head = new Head(base, builder, new SplittableRandom(seed));
        Value value = writer.write(head, head.formulas());
        builder.clearOutputs();
        builder.output(output, value);
        Tuning with = tuning.adding(head.added()).dropping(head.dropouts());
        return with(Pruning.live(builder.build()), with);
    }

    /**
     * {@return this model whose inputs have a first axis of any size, called {@code batch}}
     *
     * <p>Reshape nodes that were exported for a batch of one size keep the size that they are given.
     */
    public Model withAnyBatch() {
        Dim batch = Dim.symbol("batch");
        Map<String, ValueType> types = new LinkedHashMap<>();
        base.inputs().forEach((name, value) -> {
            if (value.type() instanceof TensorType type
                    && type.shape().isRanked()
                    && type.shape().rank() > 0) {
                types.put(name, type.with(type.shape().with(0, batch)));
            }
        });
        FreeBatch edit = new FreeBatch(base, batch);
        return with(GraphCopy.of(base, cotangent.operators(), types, List.of(edit)), tuning);
    }

    /**
     * {@return this model with a straight-through derivative of quantisation}
     *
     * <p>QuantizeLinear has the derivative zero. Where DequantizeLinear follows it, with the same scale and zero point,
     * gradients now pass as if numbers within the range were not rounded. The model computes the same, and is saved
     * with the two operators.
     */
    public Model withStraightThrough() {
        return with(StraightThrough.of(base, cotangent.operators()), tuning);
    }

    /**
     * {@return this model with BatchNormalization that does this in training, and is in its inference form otherwise}
     */
    public Model withBatchNormalization(BatchNormalizationPolicy policy) {
        return with(base, tuning.with(policy));
    }

    /**
     * {@return this model with Dropout in training}
     *
     * <p>Dropout nodes that a glob matches work with this ratio; behind the first output of other nodes that a glob
     * matches a Dropout is put. Globs are matched against the names of nodes and of their first outputs. Used or saved,
     * the model has none of it.
     *
     * @throws GraphException for a glob that matches nothing; the message has names that are close
     */
    public Model withDropout(double ratio, String... globs) {
        DropoutPlacement placed = DropoutPlacement.of(base, cotangent.operators(), ratio, List.of(globs));
        return with(placed.graph(), tuning.dropping(placed.sites()));
    }

    /**
     * {@return this model with low-rank adapters of the weights that the globs match, without globs of all that can
     * have some}
     *
     * <p>Weights of MatMul, Gemm and Conv without groups can. What came from the file is frozen, parameters of heads
     * stay as they were; patterns given later may train more.
     *
     * @param seed of the random numbers that adapters begin with
     * @throws GraphException for globs that match no such weight
     */
    public Model withLoRA(LoRA lora, long seed, String... globs) {
        Adaptation adaptation = new Adaptation(cotangent, base, tuning.adapters());
        Set<String> chosen = adaptation.choose(parameters(), List.of(globs));
        return adapted(adaptation.fresh(chosen, lora, new SplittableRandom(seed)));
    }

    private Model adapted(SequencedMap<String, Adapter> adapters) {
        List<String> original = imported.initializers().keySet().stream()
                .filter(name -> !tuning.added().contains(name))
                .toList();
        Selection selection = tuning.selection().without(original, "adapters are trained instead");
        return with(base, tuning.with(adapters).with(selection));
    }

    /**
     * {@return this model with adapters that {@link #saveAdapters} wrote, in place of those it has for the same
     * weights}
     *
     * @throws org.cotangent.spi.ModelException if the file is damaged, or its adapters do not fit the weights
     */
    public Model withAdapters(Path file) {
        return adapted(new Adaptation(cotangent, base, tuning.adapters()).read(file));
    }

    /**
     * Writes the adapters alone, as a safetensors file: for each weight {@code NAME.lora_A [rank, in, kernel...]} and
     * {@code NAME.lora_B [out, rank]}, and among the notes {@code NAME.alpha}.
     */
    public void saveAdapters(Path file) {
        AdapterFile.write(tuning.adapters().values(), file);
    }

    /** {@return the model without adapters whose weights contain what the adapters change} */
    public Model merged() {
        Adaptation adaptation = new Adaptation(cotangent, base, tuning.adapters());
        return with(base, tuning.with(new LinkedHashMap<>())).withParameters(adaptation.merged());
    }

    /**
     * {@return this model with weights drawn anew}
     *
     * <p>Weights of MatMul, Gemm and Conv are normal with variance {@code 2 / fan-in} (He et al., 2015), scales and
     * running variances 1, biases and running means 0; what a ConstantOfShape node made is an initializer then.
     */
    public Model reinitialized(long seed) {
        Reinitialization.Result drawn = Reinitialization.of(base, cotangent.operators(), seed);
        return with(Pruning.live(drawn.graph()), tuning.adding(drawn.weights().keySet()));
    }

    /** {@return this model with other values of these initializers, running statistics and adapters} */
    public Model withParameters(Map<String, Tensor> values) {
        GraphBuilder builder = GraphBuilder.from(base, cotangent.operators());
        SequencedMap<String, Tensor> own = new LinkedHashMap<>(values);
        Tuning with = tuning.with(new Adaptation(cotangent, base, tuning.adapters()).take(own));
        own.forEach((name, tensor) -> builder.setInitializer(base.initializer(name), tensor.copy()));
        return with(builder.build(), with);
    }

    /**
     * {@return this model without training what these globs match}
     *
     * <p>Globs are matched as by {@link ParameterTable#select}. Of several calls of {@code freeze} and {@code train},
     * the last that names a parameter decides. What none names is trained, unless the first call is one of
     * {@code train}: it freezes everything else. Parameters of heads that are attached later are trained.
     *
     * @throws GraphException for a glob that matches nothing that can be trained
     */
    public Model freeze(String... globs) {
        return with(base, tuning.with(tuning.selection().freeze(parameters(), List.of(globs))));
    }

    /** {@return this model with training of what these globs match, see {@link #freeze}} */
    public Model train(String... globs) {
        return with(base, tuning.with(tuning.selection().train(parameters(), List.of(globs))));
    }

    /**
     * {@return the names of the trainable initializers that one of these globs matches, frozen or not}
     *
     * @throws GraphException for a glob that matches nothing
     */
    public Set<String> select(Collection<String> globs) {
        return parameters().select(globs);
    }

    /** {@return the names of the parameters that training changes} */
    public Set<String> trained() {
        return parameters().trained();
    }

    /**
     * {@return a run of training steps}
     *
     * @throws GraphException if the recipe trains nothing
     */
    public Training train(TrainingStep.Recipe recipe) {
        requireSupported();
        if (recipe.trainable().isEmpty()) {
            throw new GraphException("nothing is trained: " + parameters().summary());
        }
        return new Training(cotangent, trainingGraph(), recipe);
    }

    /** Writes the model as it is now into a new file, with what the original file says of itself. */
    public void save(Path file) {
        save(file, ExportOptions.standard().withHeader(imported.header()));
    }

    /**
     * Writes the model as it is now into a new file, with the opset, header and place of weights that are asked for.
     */
    public void save(Path file, ExportOptions options) {
        ExportedModel written = Onnx.write(graph, cotangent.operators(), file, options);
        written.warnings().forEach(warning -> LOGGER.log(Level.WARNING, () -> file + ": " + warning));
    }

    /** {@return whether the model differs from its file in nothing but the elements of initializers} */
    public boolean hasStructureOfFile() {
        Graph original = imported.graph();
        return graph.nodes().equals(original.nodes())
                && graph.inputs().equals(original.inputs())
                && graph.outputs().equals(original.outputs());
    }

    /** Writes a copy of the original file in which nothing but these initializers differs, byte for byte. */
    public void patch(Map<String, Tensor> values, Path file) {
        Onnx.patch(imported.file(), values, file);
    }

    /**
     * Writes a copy of the original file in which nothing but the initializers that have changed differs, byte for
     * byte.
     *
     * @throws GraphException if more than initializers has changed: then {@link #save(Path)} writes a new file
     */
    public void patch(Path file) {
        if (!hasStructureOfFile()) {
            throw new GraphException("the model has not the structure of " + imported.file()
                    + " any more, so that file cannot be patched; save it as a new one, or merge its adapters first");
        }
        Map<String, Tensor> changed = new LinkedHashMap<>();
        graph.initializers().forEach((value, tensor) -> {
            if (imported.graph().initializers().get(value) != tensor) {
                changed.put(value.name(), tensor);
            }
        });
        patch(changed, file);
    }

    @Override
    public void close() {
        sessions.close();
    }
}
