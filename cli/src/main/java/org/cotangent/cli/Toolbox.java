package org.cotangent.cli;

import org.cotangent.engine.Cotangent;
import org.cotangent.engine.KernelRegistry;
import org.cotangent.engine.OperatorRegistry;
import picocli.CommandLine.Option;

/** The option that chooses a backend, and what it gives. */
public final class Toolbox {
    @Option(names = "--backend", defaultValue = "cpu", description = "The backend: cpu (default), opencl, or portable.")
    private String backend = "cpu";

    /** {@return the name of the backend} */
    public String backend() {
        return backend;
    }

    /** {@return the operators on the chosen backend} */
    public Cotangent open() {
        ClassLoader loader = Toolbox.class.getClassLoader();
        OperatorRegistry operators = OperatorRegistry.load(loader);
        return backend.equals("portable")
                ? Cotangent.portable(operators)
                : Cotangent.of(operators, KernelRegistry.load(loader), backend);
    }
}
