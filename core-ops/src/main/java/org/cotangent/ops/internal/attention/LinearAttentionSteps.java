package org.cotangent.ops.internal.attention;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.ops.internal.normalization.Standardization;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Linear attention unrolled over time; states are [batch, heads, size, value size]. */
public final class LinearAttentionSteps {
    private final Formulas f;
    private final Call call;
    private final DType computed;
    private final int length;
    private final long heads;

    private LinearAttentionSteps(Formulas f, Call call) {
        this.f = f;
        this.call = call;
        this.computed = Standardization.computed(call.dtype(0));
        this.length = Math.toIntExact(call.shape(0).size(1));
        this.heads = call.attributes().integer("kv_num_heads");
    }

    /** {@return output and present_state} */
    public static List<Value> expand(Formulas f, Call call) {
        return new LinearAttentionSteps(f, call).outputs();
    }

    private List<Value> outputs() {
        Shape query = call.shape(0);
        long queryHeads = call.attributes().integer("q_num_heads");
        long size = query.size(2) / queryHeads;
        long valueSize = call.shape(2).size(2) / heads;
        List<Value> queries = moments(call.input(0), queryHeads / heads, size);
        List<Value> keys = moments(call.input(1), size, 1);
        List<Value> values = moments(call.input(2), 1, valueSize);
        List<Value> decays = call.has(LinearAttentionShapes.DECAY)
                ? moments(f.exp(f.cast(call.input(LinearAttentionShapes.DECAY), computed)), -1, 1)
                : List.of();
        List<Value> rates = call.has(LinearAttentionShapes.BETA)
                ? moments(call.input(LinearAttentionShapes.BETA), 1, 1)
                : List.of();
        Value state = call.has(LinearAttentionShapes.PAST)
                ? f.cast(call.input(LinearAttentionShapes.PAST), computed)
                : f.expand(f.scalar(computed, 0), query.size(0), heads, size, valueSize);
        List<Value> read = new ArrayList<>();
        for (int t = 0; t < length; t++) {
            Value decay = decays.isEmpty() ? null : decays.get(t);
            state = written(state, keys.get(t), values.get(t), decay, rates.isEmpty() ? null : rates.get(t));
            read.add(f.unsqueeze(f.matmul(queries.get(t), state), 1));
        }
        float given = call.attributes().real("scale");
        double scale = given == 0 ? 1 / Math.sqrt((double) size) : given;
        Shape output = query.with(2, Dim.of(queryHeads * valueSize));
        Value all = read.isEmpty()
                ? f.expand(f.scalar(computed, 0), output.sizes())
                : f.mul(f.reshape(f.concat(1, read), output), scale);
        DType stored = call.has(LinearAttentionShapes.PAST) ? call.dtype(LinearAttentionShapes.PAST) : call.dtype(0);
        return List.of(f.cast(all, call.dtype(0)), f.cast(state, stored)).subList(0, call.outputCount());
    }

    private Value written(Value before, Value key, Value value, @Nullable Value decay, @Nullable Value rate) {
        Value kept = decay == null ? before : f.mul(before, decay);
        Value news = value;
        if (rate != null) {
            Value known = f.matmul(f.transposeMatrix(key), kept);
            news = f.mul(rate, f.sub(value, known));
        }
        return f.add(kept, f.mul(key, news));
    }

    /**
     * {@return per time what [batch, time, heads * rows * columns] holds, as [batch, heads, rows, columns]}
     *
     * <p>Rows of -1 are as many as there are; one head stands for all where there is only one.
     */
    private List<Value> moments(Value packed, long rows, long columns) {
        long features = packed.shape().size(2);
        long groups = features == 1 ? 1 : heads;
        long height = rows < 0 ? features / groups / columns : rows;
        Value wide = f.reshape(f.cast(packed, computed), packed.shape().size(0), length, groups, height, columns);
        if (length < 2) {
            return length == 0 ? List.of() : List.of(f.squeeze(wide, 1));
        }
        Attributes split = Attributes.of("axis", 1).with("num_outputs", length);
        return f.call("", "Split", split, length, wide).stream()
                .map(part -> f.squeeze(part, 1))
                .toList();
    }
}
