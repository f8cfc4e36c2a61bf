package org.cotangent.cpu.onednn;

import java.lang.foreign.Arena;
import java.util.Arrays;
import org.cotangent.cpu.window.Window;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;

/**
 * ONNX AveragePool and GlobalAveragePool. Maxima are not left to oneDNN: it skips NaN, and takes the lowest finite
 * number for negative infinity.
 *
 * @param global whether the window is the whole image
 */
record AveragePoolPlanner(boolean global) implements KernelPlanner {

    private static final int MOST_AXES = 5;

    @Override
    public KernelPlan plan(Preparation call, CallForm form) {
        long[] input = Refusal.sizes(call.input(0));
        long[] output = Refusal.sizes(call.output(0));
        Refusal.unless(input.length <= MOST_AXES, "oneDNN pools along 3 spatial axes at most");
        DataType type = Refusal.floating(call.input(0).dtype());
        Attributes attributes = global ? Attributes.none() : call.attributes();
        long[] image = Arrays.copyOfRange(input, 2, input.length);
        long[] kernel = global ? image : attributes.integers("kernel_shape");
        Window window = Window.of(attributes, image, kernel, Arrays.copyOfRange(output, 2, output.length));
        Averaging averaging = averaging(attributes, window);
        double flop = product(output) * product(kernel);
        return new KernelPlan(flop, builder -> {
            Engine engine = builder.engine();
            Arena arena = builder.arena();
            MemoryDescriptor source = MemoryDescriptor.ordered(engine, arena, type, form.input(0), input);
            MemoryDescriptor target = MemoryDescriptor.ordered(engine, arena, type, form.output(), output);
            builder.draft(averaging.describe(engine, arena, window, source, target))
                    .with(Argument.SRC, new Operand.Input(0))
                    .with(Argument.DST, new Operand.Output(0))
                    .append();
        });
    }

    private static Averaging averaging(Attributes attributes, Window window) {
        if (!attributes.flag("count_include_pad")) {
            return Averaging.OVER_IMAGE;
        }
        long[] pads = attributes.integersOrNull("pads");
        int rank = window.kernel().length;
        boolean told = attributes.text("auto_pad", "NOTSET").equals("NOTSET");
        for (int i = 0; told && i < rank; i++) {
            long end = pads == null ? 0 : pads[rank + i];
            Refusal.unless(window.after()[i] <= end, "the last window reaches behind the padding");
        }
        return Averaging.OVER_WINDOW;
    }

    private static double product(long[] sizes) {
        return Arrays.stream(sizes).asDoubleStream().reduce(1, (a, b) -> a * b);
    }
}
