package org.cotangent.opencl.pooling;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.ElementType;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.opencl.reduce.Elements;
import org.cotangent.opencl.reduce.Reduction;
import org.cotangent.opencl.reduce.Team;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;

/** Launches over windows: a row of windows is a task on processors, a window on graphics processors. */
final class WindowPool {
    private final Preparation call;
    private final DeviceFacts device;
    private final DType type;
    private final DType computed;

    WindowPool(Preparation call, DeviceFacts device) {
        this.call = call;
        this.device = device;
        this.type = call.input(0).dtype();
        this.computed = Elements.computed(type);
    }

    private PoolWindows windows(long[] windows) {
        return PoolWindows.of(call.attributes(), call.input(0).shape().sizes(), windows);
    }

    /** {@return MaxPool, AveragePool or LpPool} */
    KernelPlan plan() {
        PoolWindows windows = windows(call.output(0).shape().sizes());
        List<Argument> memory = new ArrayList<>(List.of(Argument.input(0), Argument.output(0)));
        return KernelPlan.of(
                switch (call.operator().id().type()) {
                    case "MaxPool" -> maximum(windows, memory);
                    case "AveragePool" ->
                        launch(windows, memory, windows.counted(call.attributes()), code -> code.define("AVERAGE", ""));
                    default -> {
                        long p = call.attributes().integer("p");
                        yield launch(windows, memory, List.of(), code -> code.define("P", p));
                    }
                });
    }

    private Launch maximum(PoolWindows windows, List<Argument> memory) {
        if (!call.hasOutput(1)) {
            return launch(windows, memory, List.of(), this::maximum);
        }
        memory.add(Argument.output(1));
        boolean columnMajor = call.attributes().flag("storage_order");
        return launch(windows, memory, List.of(), source -> {
            Source placed = placed(maximum(source)).define("INDICES", "");
            return columnMajor ? placed.define("COLUMN_MAJOR", "") : placed;
        });
    }

    /** {@return MaxPoolGather} */
    KernelPlan gather() {
        PoolWindows windows = windows(call.output(0).shape().sizes());
        List<Argument> memory = List.of(Argument.input(0), Argument.input(1), Argument.output(0));
        return KernelPlan.of(launch(
                windows, memory, List.of(), source -> placed(maximum(source)).define("GATHERED", "")));
    }

    /** {@return MaxPoolScatter} Elements are added by plane where sums lose nothing in the type of the result. */
    KernelPlan scatter() {
        PoolWindows windows = windows(call.input(1).shape().sizes());
        boolean byPlanes = device.isCpu() && (type == DType.FLOAT || type == DType.DOUBLE);
        Argument places = new Argument.Scratch(0, Integer.BYTES);
        Launch first = launch(
                windows,
                List.of(Argument.input(0), places),
                List.of(),
                source -> placed(maximum(source)).define("PLACES", ""));
        long tasks = (long) windows.planes() * (byPlanes ? 1 : windows.plane());
        Team team = Team.ofColumns(device, DType.INT64, tasks, 1, byPlanes ? windows.plane() : windows.taps());
        Source source = team.source("windows.cl", "pool_scatter.cl")
                .type("X", type)
                .define("NUMBER", ElementType.of(computed).computed());
        List<Argument> arguments = new ArrayList<>(List.of(
                places,
                Argument.input(1),
                Argument.output(0),
                Argument.of(Math.toIntExact(tasks)),
                Argument.of(team.take())));
        arguments.addAll(windows.arguments());
        Launch second = new Launch(
                byPlanes ? source.define("PLANES", "") : source, "pool_scatter", team.range(tasks), arguments, false);
        long bytes = Reduction.aligned((long) windows.planes() * windows.windows() * Integer.BYTES);
        return KernelPlan.of(first, second).withScratch(bytes);
    }

    private Source maximum(Source source) {
        String lowest = type.isFloating() ? "(-INFINITY)" : type == DType.INT8 ? "(-128)" : "0";
        return source.define("MAXIMUM", "").define("LOWEST", lowest);
    }

    private Source placed(Source source) {
        return source.define("PLACED", "").define("PLACE", type == DType.DOUBLE ? "long" : "int");
    }

    private Launch launch(
            PoolWindows windows, List<Argument> memory, List<Argument> more, UnaryOperator<Source> definitions) {
        boolean rows = device.isCpu();
        long tasks = (long) windows.planes() * windows.windows() / (rows ? Math.max(1, windows.row()) : 1);
        long work = windows.taps() * (rows ? windows.row() : 1);
        Team base = Team.ofColumns(device, computed, tasks, 1, work);
        int lanes = Math.min(Team.lanes(device, computed), Integer.highestOneBit(Math.max(1, windows.row())));
        Team team = new Team(lanes, 1, base.group(), base.take());
        long stride = windows.axes().getLast().stride();
        Source source = team.source("windows.cl", "pool.cl")
                .vectorType("X", type)
                .define("NUMBER", ElementType.of(computed).computed())
                .define("STRIDE", stride <= 2 ? stride : 0);
        List<Argument> arguments = new ArrayList<>(memory);
        arguments.add(Argument.of(Math.toIntExact(tasks)));
        arguments.add(Argument.of(team.take()));
        arguments.addAll(windows.arguments());
        arguments.addAll(more);
        Source defined = definitions.apply(rows ? source.define("WHOLE_ROWS", "") : source);
        return new Launch(defined, "pool", team.range(tasks), arguments, false);
    }
}
