package org.cotangent.train.layer;

import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.cotangent.autograd.Autograd;
import org.cotangent.autograd.Parameter;
import org.cotangent.autograd.Part;
import org.cotangent.autograd.Variable;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.TrainingStep;
import org.cotangent.train.checkpoint.SafeTensors;
import org.cotangent.train.internal.NamedTensors;
import org.cotangent.train.loss.Loss;
import org.cotangent.train.optim.Optimizer;
import org.jspecify.annotations.Nullable;

/**
 * A part of a network: parameters, buffers, and other layers, held in fields. PyTorch calls it a module.
 *
 * <p>What a layer holds is found in its fields: a {@link Parameter}, a layer, or lists, maps, arrays, records and
 * optionals of these. Names are those of the fields in the way of PyTorch: {@code conv1.weight}, {@code running_mean}
 * for a field {@code runningMean}, {@code blocks.0.bias} for the first element of a list. A parameter that is held
 * twice has the first of its names. The use of a parameter that is held nowhere is an error, since it would not be
 * trained, saved or exported.
 *
 * <p>Layers compute in float32. A class in a named module has to open its package to {@code org.cotangent.train}.
 */
public abstract class Layer implements Part {
    private final Map<Parameter, Initializer> initializers = new IdentityHashMap<>();
    private final SplittableRandom random = new SplittableRandom();
    private boolean training = true;
    private Set<Parameter> reachable = Set.of();

    /** {@return a new parameter of these sizes, whose elements are drawn now, and again by {@link #initialize}} */
    protected final Parameter parameter(Initializer initializer, long... sizes) {
        Parameter parameter = Parameter.of(Tensor.allocate(DType.FLOAT, sizes));
        initializer.fill(parameter.tensor(), random);
        initializers.put(parameter, initializer);
        return parameter;
    }

    /** {@return a new buffer of these sizes, filled now, and again by {@link #initialize}} */
    protected final Parameter buffer(Initializer initializer, long... sizes) {
        Parameter buffer = Parameter.buffer(Tensor.allocate(DType.FLOAT, sizes));
        initializer.fill(buffer.tensor(), random);
        initializers.put(buffer, initializer);
        return buffer;
    }

    /** {@return what the layer holds directly, by name: parameters, layers, and containers of them} */
    protected SequencedMap<String, @Nullable Object> members() {
        return LayerFields.of(this);
    }

    /** {@return the layers within, by name, this one first with an empty name} */
    public final SequencedMap<String, Layer> layers() {
        return Collections.unmodifiableSequencedMap(new LayerWalk(this).layers());
    }

    /** {@return everything that training may change, by name} */
    public final SequencedMap<String, Parameter> parameters() {
        return parameters(false);
    }

    /** {@return what is kept, but not trained, by name} */
    public final SequencedMap<String, Parameter> buffers() {
        return parameters(true);
    }

    private SequencedMap<String, Parameter> parameters(boolean buffers) {
        SequencedMap<String, Parameter> found = new LinkedHashMap<>();
        new LayerWalk(this).parameters().forEach((name, parameter) -> {
            if (parameter.isBuffer() == buffers) {
                found.put(name, parameter);
            }
        });
        return Collections.unmodifiableSequencedMap(found);
    }

    /** {@return the tensors of all parameters and buffers, by name; they are the layer's own} */
    public final SequencedMap<String, Tensor> state() {
        SequencedMap<String, Tensor> state = new LinkedHashMap<>();
        new LayerWalk(this).parameters().forEach((name, parameter) -> state.put(name, parameter.tensor()));
        return Collections.unmodifiableSequencedMap(state);
    }

    /**
     * Copies these tensors into parameters and buffers. Throws {@link GraphException}, and changes nothing, if names or
     * types are not those of {@link #state}.
     */
    public final void load(Map<String, Tensor> state) {
        NamedTensors.copy(
                state, state(), problems -> new GraphException("the state is not one of this layer: " + problems));
    }

    /** Draws all parameters again, so that they depend on the seed and the structure alone. */
    public final Layer initialize(long seed) {
        SplittableRandom source = new SplittableRandom(seed);
        for (Layer layer : layers().sequencedValues()) {
            for (Parameter parameter : new LayerWalk(layer).own()) {
                Initializer initializer = layer.initializers.get(parameter);
                if (initializer != null) {
                    initializer.fill(parameter.tensor(), source.split());
                }
            }
        }
        return this;
    }

    /** Switches to training: dropout drops, batch normalisation uses and notes the statistics of the batch. */
    public final Layer train() {
        return train(true);
    }

    /** Switches to evaluation. */
    public final Layer eval() {
        return train(false);
    }

    private Layer train(boolean value) {
        layers().values().forEach(layer -> layer.training = value);
        return this;
    }

    public final boolean isTraining() {
        return training;
    }

    /** Forgets the gradients of all parameters. */
    public final void zeroGrad() {
        parameters().values().forEach(Parameter::zeroGrad);
    }

    /** Freezes all parameters, or lets them be trained again. */
    public final Layer requireGrad(boolean required) {
        parameters().values().forEach(parameter -> parameter.requiresGrad(required));
        return this;
    }

    /** A function of inputs by name, written with layers. */
    @FunctionalInterface
    public interface Body {
        /** {@return the outputs, by name} */
        Map<String, Variable> apply(SequencedMap<String, Variable> inputs);
    }

    /**
     * {@return what {@code body} computes with this layer, as a graph} Initializers bear the names of parameters. In
     * training the graph drops out and updates running statistics; in evaluation it does not.
     *
     * @param inputs the types of the inputs, by name; sizes may be symbolic
     */
    public final Graph graph(Cotangent cotangent, Map<String, TensorType> inputs, Body body) {
        return new LayerGraph(this).trace(cotangent, inputs, body);
    }

    /** {@return how to train all parameters that require gradients, by the loss of an output of a graph} */
    public final TrainingStep.Recipe recipe(String output, Loss loss, Optimizer optimizer) {
        List<String> trainable = parameters().entrySet().stream()
                .filter(entry -> entry.getValue().requiresGrad())
                .map(Map.Entry::getKey)
                .toList();
        return new TrainingStep.Recipe(output, loss, optimizer, null, trainable);
    }

    /** Writes all parameters and buffers into a file of the format safetensors, under PyTorch's names. */
    public final void save(Path file) {
        SafeTensors.of(state()).write(file);
    }

    /** Reads parameters and buffers from a file that {@link #save}, or PyTorch's users, wrote. */
    public final void load(Path file) {
        load(SafeTensors.read(file).tensors());
    }

    /** {@return what this layer computes} Forward passes run in it, so that their parameters are known as its own. */
    protected final <T> T run(Autograd autograd, Supplier<T> forward) {
        return autograd.part(this, forward);
    }

    @Override
    public final void checkUse(Parameter parameter) {
        if (!reachable.contains(parameter)) {
            Set<Parameter> found = Collections.newSetFromMap(new IdentityHashMap<>());
            found.addAll(new LayerWalk(this).parameters().values());
            reachable = found;
            if (!found.contains(parameter)) {
                throw new GraphException(getClass().getSimpleName() + " uses " + parameter
                        + ", which is not found in its fields, and so would not be trained or saved:"
                        + " hold it, or the layer it is in, in a field, a list or a map");
            }
        }
    }

    /** {@return the settings of this layer, for the table of {@link Summary}} */
    protected String settings() {
        return "";
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + (settings().isEmpty() ? "" : "(" + settings() + ")");
    }
}
