package org.cotangent.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.engine.kernel.CallPreparation;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Port;
import org.cotangent.spi.op.Role;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * A graph of one call, from the domain of its operator, in float32 where that may be.
 *
 * @param constants the inputs whose elements are known, null for the others
 */
record SampleCall(Graph graph, List<@Nullable Tensor> constants) {
    private static final int SAMPLES = 8;

    /** {@return calls of {@code operator}} None if its domain has none of tensors alone. */
    static List<SampleCall> of(Operator operator, OperatorLookup operators) {
        List<SampleCall> calls = new ArrayList<>();
        for (int n = 0; n < SAMPLES; n++) {
            try {
                calls.add(of(operator.domain().sample(new SplittableRandom(n), 1 + n % 4), operator, operators));
            } catch (CotangentException | IllegalArgumentException _) {
                // a sample that is no call in float32 tells nothing
            }
        }
        return calls;
    }

    private static SampleCall of(Domain.Sample sample, Operator operator, OperatorLookup operators) {
        GraphBuilder builder = new GraphBuilder("sample", operators);
        List<@Nullable Value> values = new ArrayList<>();
        List<@Nullable Tensor> constants = new ArrayList<>();
        for (int i = 0; i < sample.inputs().size(); i++) {
            Tensor input = sample.inputs().get(i);
            Port port = operator.signature().input(i);
            Tensor tensor = input == null ? null : narrowed(input, port);
            Tensor constant = port.role() == Role.FIXED ? tensor : null;
            constants.add(constant);
            values.add(
                    constant != null
                            ? builder.constant(constant)
                            : tensor == null ? null : builder.input("x" + i, tensor.type()));
        }
        List<Value> outputs = builder.emit(operator, sample.attributes(), values, sample.outputs());
        for (int i = 0; i < outputs.size(); i++) {
            builder.output("y" + i, outputs.get(i));
        }
        return new SampleCall(builder.build(), constants);
    }

    private static Tensor narrowed(Tensor input, Port port) {
        boolean narrows = input.dtype() == DType.DOUBLE && port.type().allowed().contains(DType.FLOAT);
        return narrows ? input.converted(DType.FLOAT) : input;
    }

    /** {@return the call as kernels are asked about it} */
    Preparation preparation() {
        Node node = graph.nodes().getFirst();
        return new CallPreparation(
                node.name(),
                node.operator(),
                node.attributes(),
                types(node.inputs()),
                types(node.outputs()),
                constants,
                Parallel.sequential());
    }

    private static List<@Nullable ValueType> types(List<? extends @Nullable Value> values) {
        List<@Nullable ValueType> types = new ArrayList<>();
        values.forEach(value -> types.add(value == null ? null : value.type()));
        return types;
    }
}
