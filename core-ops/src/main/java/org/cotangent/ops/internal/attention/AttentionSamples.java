package org.cotangent.ops.internal.attention;

import java.util.Arrays;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Test calls of attention, with all kinds of masks and caches. */
public final class AttentionSamples {
    private AttentionSamples() {}

    public static Domain.Sample draw(Draw draw) {
        long batch = draw.integer(1, 2);
        long kvHeads = draw.integer(1, 2);
        long qHeads = kvHeads * draw.integer(1, 2);
        long queries = draw.extent();
        long keys = draw.extent();
        long size = draw.integer(1, 3);
        long valueSize = draw.integer(1, 3);
        boolean flat = draw.chance(0.4);
        boolean cached = draw.chance(0.3);
        boolean lengths = !cached && draw.chance(0.3);
        long past = cached ? draw.extent() : 0;
        Attributes attributes = Attributes.of("is_causal", draw.integer(0, 1))
                .with("qk_matmul_output_mode", draw.pick(0, 1, 3))
                .with("softcap", draw.pick(0f, 0f, 2f));
        if (flat) {
            attributes = attributes.with("q_num_heads", qHeads).with("kv_num_heads", kvHeads);
        }
        if (draw.chance(0.3)) {
            attributes = attributes.with("scale", 0.5f);
        }
        long total = past + keys;
        @Nullable
        Tensor[] inputs = {
            image(draw, flat, batch, qHeads, queries, size),
            image(draw, flat, batch, kvHeads, keys, size),
            image(draw, flat, batch, kvHeads, keys, valueSize),
            draw.chance(0.5) ? mask(draw, batch, qHeads, queries, total) : null,
            cached ? image(draw, false, batch, kvHeads, past, size) : null,
            cached ? image(draw, false, batch, kvHeads, past, valueSize) : null,
            lengths ? draw.indices(new long[] {batch}, 1, total + 1) : null
        };
        int given = inputs.length;
        while (inputs[given - 1] == null) {
            given--;
        }
        return Domain.Sample.of(attributes, Arrays.copyOf(inputs, given)).withOutputs(draw.pick(1, 3, 4));
    }

    private static Tensor image(Draw draw, boolean flat, long batch, long heads, long sequence, long size) {
        return draw.tensor(
                flat ? new long[] {batch, sequence, heads * size} : new long[] {batch, heads, sequence, size}, -1, 1);
    }

    /** A bool or float mask of 2 to 4 axes, some broadcast, perhaps too short. */
    private static Tensor mask(Draw draw, long batch, long heads, long queries, long total) {
        long keys = total > 2 && draw.chance(0.2) ? total - 1 : total;
        long[] full = {draw.chance(0.3) ? 1 : batch, draw.chance(0.5) ? 1 : heads, queries, keys};
        long[] sizes = Arrays.copyOfRange(full, draw.integer(0, 2), 4);
        if (draw.chance(0.5)) {
            return draw.tensor(DType.BOOL, sizes, 0, 1);
        }
        return draw.tensor(sizes, -1, 1);
    }
}
