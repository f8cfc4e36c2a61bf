package org.cotangent.train.layer;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.cotangent.autograd.Variable;
import org.cotangent.engine.Cotangent;
import org.cotangent.onnx.ExportOptions;
import org.cotangent.onnx.Onnx;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.Training;
import org.cotangent.train.TrainingStep;
import org.cotangent.train.loss.Loss;
import org.cotangent.train.optim.Optimizer;

/** A layer from one variable to one. {@link #forward} says what it computes; {@link #apply} is how it is called. */
public abstract class UnaryLayer extends Layer implements UnaryOperator<Variable> {
    /** The name of the input of graphs. */
    public static final String INPUT = "input";

    /** The name of the output of graphs. */
    public static final String OUTPUT = "output";

    /** {@return what the layer computes} Layers within are called by {@code apply}. */
    public abstract Variable forward(Variable x);

    /** {@return {@link #forward} of {@code x}, run as this layer} */
    @Override
    public final Variable apply(Variable x) {
        return run(x.autograd(), () -> forward(x));
    }

    /**
     * {@return what the layer computes, as a graph from {@value #INPUT} to {@value #OUTPUT}}
     *
     * @param input its type; sizes may be symbolic
     */
    public final Graph graph(Cotangent cotangent, TensorType input) {
        return graph(
                cotangent,
                Map.of(INPUT, input),
                inputs -> Map.of(OUTPUT, forward(inputs.firstEntry().getValue())));
    }

    /** {@return what the layer computes when it evaluates, whatever its mode is now} */
    public final Graph evaluation(Cotangent cotangent, TensorType input) {
        boolean before = isTraining();
        eval();
        try {
            return graph(cotangent, input);
        } finally {
            if (before) {
                train();
            }
        }
    }

    /**
     * Writes the layer, as it evaluates, into an ONNX file.
     *
     * @param input the type of its input; symbolic sizes stay symbolic
     */
    public final void export(Cotangent cotangent, TensorType input, Path file) {
        Onnx.write(evaluation(cotangent, input), cotangent.operators(), file, ExportOptions.standard());
    }

    /** {@return how to train all parameters that require gradients; see its methods for more} */
    public final TrainingStep.Recipe recipe(Loss loss, Optimizer optimizer) {
        return recipe(OUTPUT, loss, optimizer);
    }

    /**
     * {@return planned training of this layer, whose parameters and buffers it changes}
     *
     * <p>The layer is put into training mode. Batches hold the input under {@value #INPUT}.
     *
     * @param input the type of the input; a symbolic batch takes batches of any size
     */
    public final Training training(Cotangent cotangent, TensorType input, TrainingStep.Recipe recipe) {
        train();
        return Training.inPlace(cotangent, graph(cotangent, input), recipe);
    }

    /** {@return a table of the layers within, for inputs of these sizes} */
    public final Summary summary(Cotangent cotangent, long... sizes) {
        return Summary.of(this, graph(cotangent, TensorType.of(DType.FLOAT, sizes)));
    }
}
