package org.cotangent.testkit.backend;

import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.KernelRegistry;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.spi.backend.Backend;

/**
 * A backend that laws are checked for.
 *
 * @param name of the backend
 * @param operators that plans are made of
 * @param plugins finds the backends and providers anew, as a program does when it starts
 * @param memory the bytes that a backend, or the process, holds outside the Java heap, if they are known; differences
 *     count
 */
public record BackendUnderTest(
        String name,
        OperatorRegistry operators,
        Supplier<KernelRegistry> plugins,
        Function<Backend, OptionalLong> memory) {

    /** {@return the backends and providers on the class path and module path, and the memory of the process} */
    public static BackendUnderTest of(String name, ClassLoader loader) {
        return new BackendUnderTest(
                name, OperatorRegistry.load(loader), () -> KernelRegistry.load(loader), backend -> processMemory());
    }

    /** {@return the same with another way to find out what memory the backend holds} */
    public BackendUnderTest withMemory(Function<Backend, OptionalLong> other) {
        return new BackendUnderTest(name, operators, plugins, other);
    }

    /** {@return the bytes of the process beside those of the Java heap and of files, if the system says} */
    public static OptionalLong processMemory() {
        return ProcessMemory.bytes();
    }

    /** {@return the portable kernels, with which backends are compared} */
    public Cotangent portable() {
        return Cotangent.portable(operators);
    }

    /** {@return the backend, opened} */
    public Open open() {
        return new Open(this, plugins.get());
    }

    /** A backend that is in use. Closed, it is done with for good, and so are the others that were found with it. */
    public record Open(BackendUnderTest of, KernelRegistry kernels) implements AutoCloseable {
        public Backend backend() {
            return kernels.backend(of.name);
        }

        /** {@return plans on the backend} */
        public Cotangent engine() {
            return Cotangent.of(of.operators, kernels, of.name);
        }

        /** {@return the bytes that it holds, if they are known} */
        OptionalLong memory() {
            return of.memory.apply(backend());
        }

        @Override
        public void close() {
            kernels.backends().forEach(Backend::close);
        }
    }
}
