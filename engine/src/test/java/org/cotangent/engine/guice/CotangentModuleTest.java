package org.cotangent.engine.guice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import java.util.List;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.KernelRegistry;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.backend.Availability;
import org.cotangent.spi.backend.Backend;
import org.cotangent.spi.backend.Parallel;
import org.junit.jupiter.api.Test;

class CotangentModuleTest {
    private record FakeBackend(String name, Availability probe) implements Backend {
        @Override
        public Parallel parallel() {
            return Parallel.sequential();
        }
    }

    private final OperatorRegistry operators = OperatorRegistry.of(List.of());
    private final KernelRegistry kernels = KernelRegistry.of(
            List.of(
                    new FakeBackend("here", new Availability.Available("a fake")),
                    new FakeBackend("away", new Availability.Unavailable("it is a fake", "Take another one"))),
            List.of());

    @Test
    void whatIsBoundFitsTogetherAndIsThereOnce() {
        Injector injector = Guice.createInjector(new CotangentModule(operators, kernels, "here"));
        Cotangent cotangent = injector.getInstance(Cotangent.class);
        assertSame(cotangent, injector.getInstance(Cotangent.class));
        assertSame(operators, cotangent.operators());
        assertSame(kernels, cotangent.kernels());
    }

    @Test
    void plugInsAreFoundByServiceLoader() {
        Injector injector = Guice.createInjector(new CotangentModule("cpu"));
        OperatorRegistry found = injector.getInstance(OperatorRegistry.class);
        assertSame(found, injector.getInstance(OperatorRegistry.class));
        assertEquals(List.of(), found.problems());
    }

    @Test
    void aBackendThatCannotBeUsedIsReportedWhenTheEngineIsAskedFor() {
        Injector injector = Guice.createInjector(new CotangentModule(operators, kernels, "away"));
        ProvisionException refusal =
                assertThrows(ProvisionException.class, () -> injector.getInstance(Cotangent.class));
        assertInstanceOf(UnsupportedException.class, refusal.getCause());
        assertTrue(String.valueOf(refusal.getMessage()).contains("Take another one"));
    }
}
