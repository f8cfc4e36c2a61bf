package org.cotangent.ops.control;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.ops.internal.control.ControlOperator;
import org.cotangent.ops.internal.control.MapLoop;
import org.cotangent.ops.internal.control.Sequences;
import org.cotangent.ops.internal.control.derivative.MapDerivative;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.backend.Subgraph;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorSequence;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * The sequences of what {@code body} gives for the tensors of sequences at each position; other inputs, and captures,
 * are the same for all positions; ONNX SequenceMap, version 17.
 *
 * <p>The first input is a sequence; the others that are sequences have as many tensors.
 */
public final class SequenceMap extends ControlOperator {
    private static final String BODY = "body";

    public SequenceMap() {
        super(
                "SequenceMap",
                17,
                Signature.builder()
                        .input("input_sequence", Sequences.type("S"))
                        .variadic("additional_inputs", anything("V"))
                        .variadicOutput("out_sequence", anything("S"))
                        .graph(BODY)
                        .build());
    }

    /** {@return the number of inputs that are no captures} */
    private static int formal(Attributes attributes, int inputs) {
        return inputs - attributes.captures();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        int formal = formal(call.attributes(), call.inputCount());
        List<ValueType> inputs = types(call, 0);
        for (int i = 0; i < formal; i++) {
            if (inputs.get(i) instanceof SequenceType) {
                inputs.set(i, Sequences.member(call, Sequences.element(call, i)));
            }
        }
        boolean empty = call.find(0) instanceof SequenceType sequence && sequence.empty();
        List<ValueType> outputs = new ArrayList<>();
        for (ValueType output : call.body(BODY, inputs)) {
            outputs.add(new SequenceType(output, empty));
        }
        return outputs;
    }

    @Override
    public Forward forward() {
        return new Forward.ValueKernel(Map::new, MapLoop::expand);
    }

    private static final class Map implements Kernel {
        private final Subgraph body;
        private final Graph graph;
        private final int inputs;
        private final int outputs;
        private final int formal;

        Map(Preparation call) {
            body = call.subgraph(BODY);
            graph = call.attributes().graph(BODY).body();
            inputs = call.inputCount();
            outputs = call.outputCount();
            formal = formal(call.attributes(), inputs);
        }

        @Override
        public void run(Bindings io) {
            List<Datum> given = values(io, 0, inputs);
            int length = Sequences.sequence(io, 0).length();
            List<List<Tensor>> results = new ArrayList<>();
            for (int k = 0; k < outputs; k++) {
                results.add(new ArrayList<>());
            }
            for (int position = 0; position < length; position++) {
                List<Datum> arguments = at(given, position, length);
                RandomSource random = io.random();
                RandomSource own = new RandomSource(random.seed() + position, random.node());
                List<Datum> values = body.run(arguments, List.of(), own);
                for (int k = 0; k < outputs; k++) {
                    results.get(k).add(tensor(values.get(k)));
                }
            }
            for (int k = 0; k < outputs; k++) {
                if (io.hasOutput(k)) {
                    io.deliver(k, sequence(results.get(k), given, k));
                }
            }
        }

        private List<Datum> at(List<Datum> given, int position, int length) {
            List<Datum> arguments = new ArrayList<>(given);
            for (int i = 0; i < formal; i++) {
                if (given.get(i) instanceof TensorSequence sequence) {
                    if (sequence.length() != length) {
                        throw new ShapeException("input " + i + " is a sequence of " + sequence.length()
                                + " tensors, the first one of " + length);
                    }
                    arguments.set(i, sequence.get(position));
                }
            }
            return arguments;
        }

        private static Tensor tensor(Datum value) {
            if (value instanceof Tensor tensor) {
                return tensor;
            }
            throw new TypeException("the body must give tensors, not " + value.type());
        }

        private TensorSequence sequence(List<Tensor> tensors, List<Datum> given, int k) {
            return tensors.isEmpty()
                    ? TensorSequence.empty(elementType(given, k))
                    : TensorSequence.of(tensors.getFirst().dtype(), tensors);
        }

        /** Without a tensor to look at, the body tells the element type. */
        private DType elementType(List<Datum> given, int k) {
            List<ValueType> types = new ArrayList<>();
            for (int i = 0; i < inputs; i++) {
                ValueType type = given.get(i).type();
                types.add(i < formal && type instanceof SequenceType sequence ? sequence.element() : type);
            }
            List<Value> declared = List.copyOf(graph.outputs().values());
            ValueType type = declared.get(k).type() instanceof TensorType known
                    ? known
                    : body.types(types).get(k);
            if (type instanceof TensorType tensor) {
                return tensor.dtype();
            }
            throw new TypeException("the element type of output " + k + " of an empty sequence is not known");
        }

        @Override
        public void close() {
            body.close();
        }
    }

    @Override
    public Derivative derivative() {
        return MapDerivative.rules();
    }
}
