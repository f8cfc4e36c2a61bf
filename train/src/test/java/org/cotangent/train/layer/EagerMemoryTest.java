package org.cotangent.train.layer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.cotangent.autograd.Autograd;
import org.cotangent.autograd.Variable;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.kernel.ResultMemory;
import org.cotangent.train.EagerOptimizer;
import org.cotangent.train.loss.MeanSquaredError;
import org.cotangent.train.optim.Sgd;
import org.junit.jupiter.api.Test;

/** A thousand steps that are computed at once hold no more memory than a few. */
class EagerMemoryTest {
    private static final long BUDGET = 16L << 20;
    private static final int STEPS = 1000;

    @Test
    void aThousandStepsLeaveMemoryFlat() throws IOException {
        Cotangent cotangent = Cotangent.load().withMemoryBudget(BUDGET);
        Autograd autograd = Autograd.of(cotangent);
        ResultMemory memory = cotangent.calls().memory();
        Sequential net =
                new Sequential(new Linear(64, 128), (UnaryOperator<Variable>) Variable::tanh, new Linear(128, 8));
        EagerOptimizer optimizer = new EagerOptimizer(autograd, Sgd.momentum(0.9), net.parameters());
        Variable x = autograd.randn(64, 64);
        Variable y = autograd.randn(64, 8);
        long largest = 0;
        long resident = 0;
        for (int step = 0; step < STEPS; step++) {
            optimizer.zeroGrad();
            new MeanSquaredError().apply(net.apply(x), y).backward();
            optimizer.step(0.01);
            largest = Math.max(largest, memory.held());
            if (step == STEPS / 2) {
                resident = resident();
            }
        }
        long grown = resident() - resident;
        System.out.printf(
                "%d eager steps: at most %.1f MiB of %.0f MiB of results held at once, %d collections asked for,"
                        + " resident set %+.1f MiB in the second half%n",
                STEPS, largest / 1048576.0, memory.allocated() / 1048576.0, memory.collections(), grown / 1048576.0);
        assertTrue(memory.allocated() > 10 * BUDGET, "the steps allocate many times the budget");
        assertTrue(largest < 2 * BUDGET, largest + " bytes are held");
        assertTrue(grown < 4 * BUDGET, "the process grew by " + grown + " bytes");
    }

    /** {@return the memory of this process that is in use, in bytes; 0 where the system does not say} */
    private static long resident() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }
}
