package org.cotangent.opencl.attention;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;

/** The launches of Attention: the result, the products if asked for, keys and values with those of the past. */
final class AttentionPlan {
    private static final int MASK = 3;
    private static final int PAST_KEY = 4;
    private static final int LENGTHS = 6;
    private static final int PRODUCTS = 3;
    private static final int GPU_LANES = 64;
    private static final int TILE = 64;
    private static final int LARGEST_SIZE = 4096;

    private final Preparation call;
    private final DeviceFacts device;
    private final Heads q;
    private final Heads k;
    private final Heads v;
    private final Heads y;
    private final int past;
    private final boolean wide;

    private AttentionPlan(Preparation call, DeviceFacts device) {
        this.call = call;
        this.device = device;
        Attributes attributes = call.attributes();
        int heads = Math.toIntExact(attributes.integer("q_num_heads", 0));
        int kvHeads = Math.toIntExact(attributes.integer("kv_num_heads", 0));
        q = Heads.of(call.input(0).shape(), heads);
        k = Heads.of(call.input(1).shape(), kvHeads);
        v = Heads.of(call.input(2).shape(), kvHeads);
        y = Heads.of(call.output(0).shape(), heads);
        past = call.hasInput(PAST_KEY)
                ? Math.toIntExact(call.input(PAST_KEY).shape().size(2))
                : 0;
        wide = call.input(0).dtype() == DType.DOUBLE || call.input(2).dtype() == DType.DOUBLE;
    }

    static Proposal propose(Preparation call, DeviceFacts device) {
        AttentionPlan plan = new AttentionPlan(call, device);
        if (plan.q.size() == 0 || plan.v.size() > LARGEST_SIZE) {
            return Proposal.declined("heads of size " + plan.q.size() + " with values of size " + plan.v.size());
        }
        return Proposal.accepted("a query each", plan::plan);
    }

    private KernelPlan plan() {
        List<Launch> launches = new ArrayList<>();
        boolean shows = call.hasOutput(PRODUCTS);
        long mode = call.attributes().integer("qk_matmul_output_mode");
        boolean weights = shows && mode == PRODUCTS;
        int rows = q.batch() * q.heads() * q.rows();
        Argument statistics = new Argument.Scratch(0, wide ? Double.BYTES : Float.BYTES);
        Source source = weights ? source().define("STATISTICS", 1) : source();
        List<Argument> arguments = inputs(true);
        arguments.add(Argument.output(0));
        if (weights) {
            arguments.add(statistics);
        }
        arguments.addAll(sizes());
        int lanes = device.isCpu() ? 1 : GPU_LANES;
        launches.add(
                new Launch(source.define("MIX", 1), "attend", Range.of((long) rows * lanes, lanes), arguments, false));
        if (shows) {
            List<Argument> shown = inputs(false);
            shown.add(Argument.output(PRODUCTS));
            if (weights) {
                shown.add(statistics);
            }
            shown.addAll(sizes());
            launches.add(
                    new Launch(source.define("MODE", mode), "products", Range.of(keys(), 16, rows, 4), shown, false));
        }
        for (int i = 1; i < 3; i++) {
            if (call.hasOutput(i)) {
                launches.add(joined(i, i == 1 ? k : v));
            }
        }
        return KernelPlan.of(launches).withScratch(weights ? 16L * rows + 64 : 0);
    }

    private int keys() {
        return past + k.rows();
    }

    private Source source() {
        DType type = call.input(0).dtype();
        DType values = call.input(2).dtype();
        int width = device.isCpu() ? Math.clamp(device.vectorWidth() / (wide ? 2 : 1), 1, 16) : 1;
        int lanes = device.isCpu() ? 1 : GPU_LANES;
        Source source = Source.resource(AttentionPlan.class, "attention.cl")
                .type("T", type)
                .type("V", values)
                .define("T_VECTOR", "VECTOR_" + type)
                .define("V_VECTOR", "VECTOR_" + values)
                .define("NUMBER", wide ? "double" : "float")
                .define("WIDTH", width)
                .define("LANES", lanes)
                .define("TILE", TILE)
                .define("CHUNKS", Math.max(1, Math.ceilDiv(v.size(), width * lanes)));
        source = call.attributes().flag("is_causal") ? source.define("CAUSAL", 1) : source;
        source = call.hasInput(PAST_KEY) ? source.define("PAST", 1) : source;
        source = call.hasInput(LENGTHS) ? source.define("LENGTHS", 1) : source;
        return call.hasInput(MASK) ? withMask(source, call.input(MASK).dtype(), type) : source;
    }

    /** A number of the mask that is minus infinity in the type of the queries leaves a key out. */
    private static Source withMask(Source source, DType mask, DType type) {
        String kind = mask == DType.BOOL ? "MASK_BOOL" : mask.isInteger() ? "MASK_INTEGER" : "MASK_REAL";
        String lowest = type == DType.FLOAT16 ? "-65519.0f" : "-INFINITY";
        return source.type("M", mask).define(kind, 1).define("LOWEST", lowest);
    }

    private List<Argument> inputs(boolean values) {
        List<Argument> arguments = new ArrayList<>(List.of(Argument.input(0), Argument.input(1)));
        if (values) {
            arguments.add(Argument.input(2));
        }
        if (call.hasInput(MASK)) {
            arguments.add(Argument.input(MASK));
        }
        if (call.hasInput(PAST_KEY)) {
            arguments.add(Argument.input(PAST_KEY));
            if (values) {
                arguments.add(Argument.input(PAST_KEY + 1));
            }
        }
        if (call.hasInput(LENGTHS)) {
            arguments.add(Argument.input(LENGTHS));
        }
        return arguments;
    }

    private List<Argument> sizes() {
        List<Argument> arguments = new ArrayList<>();
        for (int value : new int[] {q.batch(), q.heads(), k.heads(), q.rows(), keys(), past, q.size(), v.size()}) {
            arguments.add(Argument.of(value));
        }
        for (Heads heads : List.of(q, k, v, y)) {
            arguments.addAll(heads.strides());
        }
        for (int value : maskStrides()) {
            arguments.add(Argument.of(value));
        }
        double scale =
                call.attributes().has("scale") ? call.attributes().real("scale") : 1 / Math.sqrt((double) q.size());
        double cap = call.attributes().real("softcap");
        arguments.add(wide ? Argument.of(scale) : Argument.of((float) scale));
        arguments.add(wide ? Argument.of(cap) : Argument.of((float) cap));
        return arguments;
    }

    /** Elements of the mask from one batch, head, query and key to the next, then for how many keys it has some. */
    private int[] maskStrides() {
        int[] strides = {0, 0, 0, 0, keys()};
        long[] sizes = call.hasInput(MASK) ? call.input(MASK).shape().sizes() : new long[0];
        long stride = 1;
        for (int axis = 3, i = sizes.length - 1; i >= 0; axis--, i--) {
            strides[axis] = sizes[i] == 1 ? 0 : (int) stride;
            stride *= sizes[i];
        }
        if (sizes.length > 0 && sizes[sizes.length - 1] != 1) {
            strides[4] = Math.toIntExact(sizes[sizes.length - 1]);
        }
        return strides;
    }

    private Launch joined(int input, Heads x) {
        Source source = Source.resource(AttentionPlan.class, "attentionpast.cl")
                .type("T", call.input(input).dtype());
        List<Argument> arguments = new ArrayList<>(List.of(Argument.input(input)));
        if (call.hasInput(PAST_KEY)) {
            source = source.define("PAST", 1);
            arguments.add(Argument.input(PAST_KEY + input - 1));
        }
        arguments.add(Argument.output(input));
        for (int value : new int[] {x.batch() * x.heads(), x.heads(), keys(), past, x.size()}) {
            arguments.add(Argument.of(value));
        }
        arguments.addAll(x.strides());
        Range range = new Range(x.size(), keys(), (long) x.batch() * x.heads(), 16, 4, 1);
        return new Launch(source, "joined", range, arguments, false);
    }
}
