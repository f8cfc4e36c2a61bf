package org.cotangent.onnx.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * In opset 8, all values had a batch axis in front, and the sequences of a batch could differ in length.
 *
 * <p>A batch becomes a scan over the batch axis around the scan over the sequence. Of a sequence with a length of its
 * own only the beginning is scanned, and zeros are put behind what is scanned out.
 */
public final class ScanBatch implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Scan");
    }

    @Override
    public int since() {
        return 9;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        Batch batch = new Batch(call);
        return batch.isSingle() ? batch.single() : batch.scanned();
    }

    private static final class Batch {
        private final OlderCall call;
        private final Formulas f;
        private final Attributes attributes;
        private final List<Value> data = new ArrayList<>();
        private final List<Value> captures = new ArrayList<>();
        private final int slices;

        Batch(OlderCall call) {
            this.call = call;
            this.f = call.formulas();
            Attributes old = call.attributes();
            this.attributes = old.has("directions")
                    ? old.without("directions").with("scan_input_directions", old.integers("directions"))
                    : old;
            this.slices = (int) old.integer("num_scan_inputs");
            int end = call.inputs().size() - old.captures();
            for (int i = 1; i < call.inputs().size(); i++) {
                (i < end ? data : captures).add(call.input(i));
            }
        }

        boolean isSingle() {
            return !call.has(0)
                    && data.stream()
                            .allMatch(value -> value.type() instanceof TensorType type
                                    && type.shape().isRanked()
                                    && type.shape().dim(0).is(1));
        }

        List<Value> single() {
            List<@Nullable Value> inputs = new ArrayList<>();
            data.forEach(value -> inputs.add(f.squeeze(value, 0)));
            inputs.addAll(captures);
            return call.become(call.type(), attributes, inputs).stream()
                    .map(output -> f.unsqueeze(output, 0))
                    .toList();
        }

        List<Value> scanned() {
            List<@Nullable Value> inputs = new ArrayList<>();
            if (call.has(0)) {
                inputs.add(call.input(0));
            }
            inputs.addAll(data);
            int sliced = inputs.size();
            inputs.addAll(captures);
            Attributes outer = Attributes.of("num_scan_inputs", (long) sliced)
                    .with("body", new Attribute.OfGraph(body(), captures.size()));
            return call.become(call.type(), outer, inputs);
        }

        /** What is done for one member of the batch. */
        private Graph body() {
            GraphBuilder builder = new GraphBuilder("member", f.emitter().operators());
            Formulas g = new Formulas(builder);
            Value length = call.has(0) ? builder.input("length", member(call.input(0))) : null;
            List<@Nullable Value> inputs = new ArrayList<>();
            for (Value value : data) {
                inputs.add(builder.input("x" + inputs.size(), member(value)));
            }
            Value whole = null;
            if (length != null) {
                Value last = g.reshape(length, 1);
                for (int i = data.size() - slices; i < data.size(); i++) {
                    Value sequence = Objects.requireNonNull(inputs.get(i));
                    whole = whole == null ? g.sizeOf(sequence, 0) : whole;
                    inputs.set(i, g.op("Slice", sequence, g.integers(0), last, g.integers(0)));
                }
            }
            captures.forEach(capture -> inputs.add(builder.input("c" + inputs.size(), capture.type())));
            int count = attributes.graph("body").body().outputs().size();
            List<Value> outputs = builder.emit(builder.operators().get("", "Scan"), attributes, inputs, count);
            int states = data.size() - slices;
            for (int i = 0; i < outputs.size(); i++) {
                Value output = outputs.get(i);
                builder.output(
                        "y" + i,
                        length != null && whole != null && i >= states ? padded(g, output, whole, length) : output);
            }
            return builder.build();
        }

        private static Value padded(Formulas g, Value scanned, Value whole, Value length) {
            int rank = scanned.shape().rank();
            Value behind = g.sub(whole, g.reshape(length, 1));
            List<Value> pads = new ArrayList<>(List.of(g.integers(new long[rank]), behind));
            if (rank > 1) {
                pads.add(g.integers(new long[rank - 1]));
            }
            return g.op("Pad", scanned, g.concat(0, pads));
        }

        private static ValueType member(Value value) {
            return value.type() instanceof TensorType type && type.shape().isRanked()
                    ? type.with(type.shape().without(0))
                    : value.type();
        }
    }
}
