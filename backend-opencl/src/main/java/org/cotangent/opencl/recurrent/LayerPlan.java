package org.cotangent.opencl.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.backend.Preparation;
import org.jspecify.annotations.Nullable;

/** The launches of a recurrent layer. */
final class LayerPlan {
    private static final int LENGTHS = 4;
    private static final int INITIAL = 5;
    private static final int PEEPHOLES = 7;

    private final Preparation call;
    private final LayerSizes sizes;
    private final boolean batchFirst;
    private final String direction;
    private final int inputs;
    private final Memory scratch;
    private final List<Launch> launches = new ArrayList<>();

    LayerPlan(Layer layer, Preparation call, DeviceFacts device) {
        this.call = call;
        batchFirst = call.attributes().flag("layout");
        direction = call.attributes().text("direction");
        long[] x = call.input(0).shape().sizes();
        long[] r = call.input(2).shape().sizes();
        inputs = (int) x[2];
        sizes = LayerSizes.of(
                layer,
                call.input(0).dtype(),
                (int) x[batchFirst ? 1 : 0],
                (int) r[0],
                (int) x[batchFirst ? 0 : 1],
                (int) r[2],
                device);
        scratch = Memory.scratch(sizes.numberBytes());
    }

    /** {@return about the bytes of memory that launches share} */
    long largest() {
        return ((long) sizes.time() * sizes.layer().gates() + 8) * sizes.state() * sizes.numberBytes()
                + weights() * sizes.numberBytes();
    }

    private long weights() {
        return (long) sizes.directions() * sizes.layer().gates() * sizes.padded() * (inputs + sizes.hidden() + 4L) + 64;
    }

    KernelPlan plan() {
        boolean constant = isConstant(1) && isConstant(2) && isConstant(3) && isConstant(PEEPHOLES);
        Memory kept = Memory.kept(sizes.numberBytes());
        Packed packed = pack(constant ? kept : scratch);
        if (constant) {
            launches.replaceAll(Launch::atFirst);
        }
        Argument products = project(packed);
        Argument hidden = begin(INITIAL);
        Argument cells = sizes.layer().hasCells() ? begin(INITIAL + 1) : null;
        Argument last = steps(packed, products, hidden, cells);
        end(1, last);
        if (cells != null) {
            end(2, cells);
        }
        return KernelPlan.of(launches).withScratch(scratch.used()).withKept(constant ? kept.used() : 0);
    }

    private boolean isConstant(int input) {
        return !call.hasInput(input) || call.constant(input) != null;
    }

    /** Weights as kernels want them. */
    private record Packed(
            Argument inputs,
            Argument hidden,
            Argument bias,
            Argument apart,
            @Nullable Argument peepholes) {}

    private Packed pack(Memory memory) {
        int directions = sizes.directions();
        int gates = sizes.layer().gates();
        long row = (long) directions * gates * sizes.padded();
        Source source = source(base());
        Argument w = memory.take(row * inputs);
        Argument r = memory.take(row * sizes.hidden());
        Argument bias = memory.take(row);
        Argument apart = memory.take((long) directions * sizes.padded());
        launches.add(transposed(source, 1, w, inputs));
        launches.add(transposed(source, 2, r, sizes.hidden()));
        List<Argument> arguments = new ArrayList<>();
        if (call.hasInput(3)) {
            arguments.add(Argument.input(3));
        }
        arguments.addAll(List.of(bias, apart, LayerSizes.of(sizes.hidden()), LayerSizes.of(sizes.padded())));
        launches.add(new Launch(
                call.hasInput(3) ? source.define("BIAS", 1) : source,
                "biases",
                sizes.units(directions * gates, 1),
                arguments,
                false));
        if (!call.hasInput(PEEPHOLES)) {
            return new Packed(w, r, bias, apart, null);
        }
        Argument peepholes = memory.take(3L * directions * sizes.padded());
        launches.add(begin(PEEPHOLES, peepholes, 3, 3 * sizes.hidden(), sizes.hidden()));
        return new Packed(w, r, bias, apart, peepholes);
    }

    private Source base() {
        return Source.resource(LayerPlan.class, "recurrent.cl");
    }

    private Source source(Source code) {
        Source source = sizes.source(code);
        return isLinearBeforeReset()
                ? source.define("GRU_LINEAR", 1)
                : source.define(sizes.layer().name(), 1);
    }

    private boolean isLinearBeforeReset() {
        return sizes.layer() == Layer.GRU && call.attributes().flag("linear_before_reset");
    }

    private Launch transposed(Source source, int input, Argument to, int terms) {
        return Launch.of(
                source,
                "transposed",
                sizes.units(terms, sizes.directions() * sizes.layer().gates()),
                Argument.input(input),
                to,
                LayerSizes.of(terms),
                LayerSizes.of(sizes.hidden()),
                LayerSizes.of(sizes.padded()));
    }

    private Argument project(Packed packed) {
        Argument products = scratch.take((long) sizes.time() * sizes.layer().gates() * sizes.state());
        launches.add(Launch.of(
                source(base()),
                "project",
                sizes.blocks(sizes.time() * sizes.batch()),
                Argument.input(0),
                packed.inputs(),
                packed.bias(),
                products,
                LayerSizes.of(sizes.time()),
                LayerSizes.of(sizes.directions()),
                LayerSizes.of(sizes.batch()),
                LayerSizes.of(inputs),
                LayerSizes.of(sizes.padded()),
                LayerSizes.of(batchFirst ? inputs : (long) sizes.batch() * inputs),
                LayerSizes.of(batchFirst ? (long) sizes.time() * inputs : inputs)));
        return products;
    }

    private Argument begin(int input) {
        Argument state = scratch.take(sizes.state());
        launches.add(begin(input, state, sizes.batch(), stateDirection(), stateBatch()));
        return state;
    }

    /** The elements from one direction of a state to the next. */
    private int stateDirection() {
        return (batchFirst ? 1 : sizes.batch()) * sizes.hidden();
    }

    private int stateBatch() {
        return (batchFirst ? sizes.directions() : 1) * sizes.hidden();
    }

    private Launch begin(int input, Argument to, int rows, int ofDirection, int ofRow) {
        Source source = source(base());
        List<Argument> arguments = new ArrayList<>();
        if (call.hasInput(input)) {
            source = source.define("GIVEN", 1);
            arguments.add(Argument.input(input));
        }
        arguments.add(to);
        for (int value : new int[] {rows, sizes.hidden(), sizes.padded(), ofDirection, ofRow}) {
            arguments.add(Argument.of(value));
        }
        return new Launch(source, "begin", sizes.units(rows, sizes.directions()), arguments, false);
    }

    private void end(int output, Argument state) {
        if (call.hasOutput(output)) {
            launches.add(Launch.of(
                    source(base()),
                    "end",
                    new Range(sizes.hidden(), sizes.batch(), sizes.directions(), 64, 1, 1),
                    state,
                    Argument.output(output),
                    LayerSizes.of(sizes.batch()),
                    LayerSizes.of(sizes.hidden()),
                    LayerSizes.of(sizes.padded()),
                    LayerSizes.of(stateDirection()),
                    LayerSizes.of(stateBatch())));
        }
    }

    /** {@return where the last hidden states are} */
    private Argument steps(Packed packed, Argument products, Argument hidden, @Nullable Argument cells) {
        Source source = Activations.define(
                source(new Source(
                        "recurrent",
                        base().text()
                                + Source.resource(LayerPlan.class, "recurrentsteps.cl")
                                        .text())),
                call.attributes(),
                sizes.directions(),
                sizes.layer());
        int traceOutput = sizes.layer().traceOutput();
        source = call.hasInput(LENGTHS) ? source.define("LENGTHS", 1) : source;
        source = call.hasOutput(0) ? source.define("SHOWN", 1) : source;
        source = call.hasOutput(traceOutput)
                ? source.define("TRACE", sizes.layer().traced())
                : source;
        source = packed.peepholes() == null ? source : source.define("PEEPHOLES", 1);
        boolean coupled = sizes.layer().hasCells() && call.attributes().flag("input_forget");
        source = coupled ? source.define("COUPLED", 1) : source;
        Argument other = scratch.take(sizes.state());
        boolean twice = sizes.layer() == Layer.GRU && !isLinearBeforeReset();
        Argument reset = twice ? scratch.take(sizes.state()) : other;
        Argument before = hidden;
        Argument after = other;
        for (int i = 0; i < sizes.time(); i++) {
            List<Argument> common = common(i, traceOutput);
            if (twice) {
                add(source, "gates", common, products, packed.hidden(), hidden, other, reset);
                add(source, "advance", common, products, packed.hidden(), reset, other, hidden);
                continue;
            }
            List<Argument> own = new ArrayList<>(List.of(products, packed.hidden(), before, after));
            if (cells != null) {
                own.add(cells);
            }
            if (packed.peepholes() != null) {
                own.add(packed.peepholes());
            }
            if (isLinearBeforeReset()) {
                own.add(packed.apart());
            }
            add(source, "advance", common, own.toArray(Argument[]::new));
            Argument swapped = before;
            before = after;
            after = swapped;
        }
        return before;
    }

    private void add(Source source, String entry, List<Argument> common, Argument... own) {
        List<Argument> arguments = new ArrayList<>(List.of(own));
        arguments.addAll(common);
        launches.add(new Launch(source, entry, sizes.blocks(sizes.batch()), arguments, false));
    }

    private List<Argument> common(int step, int traceOutput) {
        List<Argument> arguments = new ArrayList<>();
        if (call.hasInput(LENGTHS)) {
            arguments.add(Argument.input(LENGTHS));
        }
        if (call.hasOutput(0)) {
            arguments.add(Argument.output(0));
        }
        if (call.hasOutput(traceOutput)) {
            arguments.add(Argument.output(traceOutput));
        }
        int last = sizes.time() - 1 - step;
        int perDirection = (batchFirst ? 1 : sizes.batch()) * sizes.hidden();
        int perTime = sizes.directions() * sizes.hidden() * (batchFirst ? 1 : sizes.batch());
        int perRow = batchFirst ? sizes.time() * sizes.directions() * sizes.hidden() : sizes.hidden();
        for (int value : new int[] {
            direction.equals("reverse") ? last : step,
            last,
            sizes.directions(),
            sizes.batch(),
            sizes.hidden(),
            sizes.padded(),
            perTime,
            perDirection,
            perRow
        }) {
            arguments.add(Argument.of(value));
        }
        return arguments;
    }
}
