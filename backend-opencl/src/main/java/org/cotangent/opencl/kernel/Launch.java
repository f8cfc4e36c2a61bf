package org.cotangent.opencl.kernel;

import java.util.List;

/**
 * One launch of a kernel.
 *
 * @param entry the name of the function in the source
 * @param once whether it is done only before the first run, because it reads nothing that changes
 */
public record Launch(Source source, String entry, Range range, List<Argument> arguments, boolean once) {
    public Launch {
        arguments = List.copyOf(arguments);
    }

    public static Launch of(Source source, String entry, Range range, Argument... arguments) {
        return new Launch(source, entry, range, List.of(arguments), false);
    }

    /** {@return the same, done before the first run only} */
    public Launch atFirst() {
        return new Launch(source, entry, range, arguments, true);
    }
}
