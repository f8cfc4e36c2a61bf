package org.cotangent.opencl.reduce;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.ElementType;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.tensor.DType;

/** Launches of kernels that do the same with every line of a tensor: code for the resource {@code line.cl}. */
public final class Lines {
    private Lines() {}

    /**
     * {@return a launch for all lines}
     *
     * @param computed the type in which one computes
     * @param resource the code, with a kernel of the same name
     * @param definitions what the code wants to be defined
     * @param arguments those before the ones of all kernels of lines
     */
    public static Launch launch(
            DeviceFacts device,
            DType computed,
            Line line,
            String resource,
            UnaryOperator<Source> definitions,
            List<Argument> arguments) {
        return line.isRow()
                ? rows(device, computed, line, resource, definitions, arguments)
                : columns(device, computed, line, resource, definitions, arguments);
    }

    private static Launch rows(
            DeviceFacts device,
            DType computed,
            Line line,
            String resource,
            UnaryOperator<Source> definitions,
            List<Argument> arguments) {
        Team team = Team.ofRows(device, computed, line.outer(), line.length());
        List<Argument> all = new ArrayList<>(arguments);
        all.add(Argument.of(line.outer()));
        all.add(Argument.of(team.take()));
        all.add(Argument.of(line.length()));
        Source source = definitions.apply(source(team, computed, true, resource + ".cl"));
        return new Launch(source, resource, team.range(line.outer()), all, false);
    }

    /** As {@link #launch}, with the form of columns for rows, too. */
    public static Launch columns(
            DeviceFacts device,
            DType computed,
            Line line,
            String resource,
            UnaryOperator<Source> definitions,
            List<Argument> arguments) {
        Team team = Team.ofColumns(device, computed, line.count(), line.inner(), line.length());
        int tasks = Math.multiplyExact(line.outer(), team.blocks(line.inner()));
        List<Argument> all = new ArrayList<>(arguments);
        all.add(Argument.of(tasks));
        all.add(Argument.of(team.take()));
        all.add(Argument.of(line.length()));
        all.add(Argument.of(line.inner()));
        Source source = definitions.apply(source(team, computed, false, resource + ".cl"));
        return new Launch(source, resource, team.range(tasks), all, false);
    }

    /** {@return code after the resource {@code line.cl}} */
    public static Source source(Team team, DType computed, boolean rows, String resource) {
        Source source = team.source("line.cl", resource)
                .define("NUMBER", ElementType.of(computed).computed());
        return rows ? source.define("ROWS", "") : source;
    }
}
