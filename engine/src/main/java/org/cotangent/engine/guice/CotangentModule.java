package org.cotangent.engine.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Provider;
import com.google.inject.Scopes;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.KernelRegistry;
import org.cotangent.engine.OperatorRegistry;

/**
 * Binds {@link OperatorRegistry}, {@link KernelRegistry} and {@link Cotangent}, one of each per injector.
 *
 * <p>Plug-ins are looked for when the first of the three is asked for. A backend that is missing or cannot be used here
 * is reported then, as the cause of Guice's exception.
 *
 * <p>{@snippet : Cotangent cotangent = Guice.createInjector(new CotangentModule("cpu")).getInstance(Cotangent.class); }
 */
public final class CotangentModule extends AbstractModule {
    private final Provider<OperatorRegistry> operators;
    private final Provider<KernelRegistry> kernels;
    private final String backend;

    /** The operators and kernels on the class path and module path, on the backend of this name. */
    public CotangentModule(String backend) {
        this(
                () -> OperatorRegistry.load(CotangentModule.class.getClassLoader()),
                () -> KernelRegistry.load(CotangentModule.class.getClassLoader()),
                backend);
    }

    /** These operators and kernels, on the backend of this name. */
    public CotangentModule(OperatorRegistry operators, KernelRegistry kernels, String backend) {
        this(() -> operators, () -> kernels, backend);
    }

    private CotangentModule(Provider<OperatorRegistry> operators, Provider<KernelRegistry> kernels, String backend) {
        this.operators = operators;
        this.kernels = kernels;
        this.backend = backend;
    }

    /** Only instances and lambdas are bound: for constructors Guice generates code, which Java 25 warns about. */
    @Override
    protected void configure() {
        Provider<OperatorRegistry> boundOperators = getProvider(OperatorRegistry.class);
        Provider<KernelRegistry> boundKernels = getProvider(KernelRegistry.class);
        bind(OperatorRegistry.class).toProvider(operators).in(Scopes.SINGLETON);
        bind(KernelRegistry.class).toProvider(kernels).in(Scopes.SINGLETON);
        bind(Cotangent.class)
                .toProvider(() -> Cotangent.of(boundOperators.get(), boundKernels.get(), backend))
                .in(Scopes.SINGLETON);
    }
}
