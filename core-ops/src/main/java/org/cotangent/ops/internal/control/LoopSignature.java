package org.cotangent.ops.internal.control;

import java.util.List;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * How the inputs and outputs of a Loop and of its body belong together.
 *
 * <p>The body takes (number, condition, carried..., captures...) and gives (condition, carried..., scans...).
 *
 * @param number the type of the number of the iteration: a scalar, or a vector of one element if the body wants that
 * @param condition the type of the condition
 * @param carried how many values an iteration hands on to the next
 * @param scans how many values of all iterations are put together
 * @param captures how many values of the surroundings the body uses
 */
public record LoopSignature(TensorType number, TensorType condition, int carried, int scans, int captures) {
    public static final String BODY = "body";

    public static LoopSignature of(Attributes attributes) {
        Attribute.OfGraph body = attributes.graph(BODY);
        Graph graph = body.body();
        List<Value> inputs = List.copyOf(graph.inputs().values());
        int carried = inputs.size() - 2 - body.captures();
        int scans = graph.outputs().size() - 1 - carried;
        if (carried < 0 || scans < 0) {
            throw new GraphException(
                    "the body of a loop takes (number, condition, carried...) and gives (condition, carried...,"
                            + " scans...), not " + inputs + " and "
                            + graph.outputs().values());
        }
        return new LoopSignature(
                single(DType.INT64, inputs.get(0).type()),
                single(DType.BOOL, inputs.get(1).type()),
                carried,
                scans,
                body.captures());
    }

    private static TensorType single(DType dtype, ValueType declared) {
        boolean vector = declared instanceof TensorType type
                && type.shape().isRanked()
                && type.shape().rank() == 1;
        return vector ? TensorType.of(dtype, 1) : TensorType.of(dtype);
    }
}
