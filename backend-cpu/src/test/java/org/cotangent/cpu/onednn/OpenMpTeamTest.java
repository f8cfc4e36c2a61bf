package org.cotangent.cpu.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.cotangent.cpu.ComputePool;
import org.cotangent.cpu.ComputePoolTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pool that has joined OpenMP's threads keeps all that a pool promises. */
class OpenMpTeamTest extends ComputePoolTest {

    private OneDnnLibrary library;
    private OpenMp openMp;

    @BeforeEach
    void requireOpenMp() {
        OneDnn oneDnn = OneDnnLoader.here().load();
        assumeTrue(oneDnn instanceof OneDnn.Available, oneDnn::toString);
        library = ((OneDnn.Available) oneDnn).engine().library();
        assumeTrue(OpenMp.serves(library, Map.of()), "this OpenMP serves nobody else");
        openMp = new OpenMp(library);
    }

    @Override
    protected ComputePool pool(int threads) {
        ComputePool pool = super.pool(threads);
        pool.join(loop -> new OpenMpTeam(openMp, threads, loop));
        return pool;
    }

    @Test
    void loopsRunOnOpenMpsThreads() throws InterruptedException {
        Set<String> names = ConcurrentHashMap.newKeySet();
        CountDownLatch together = new CountDownLatch(3);
        try (ComputePool pool = pool(3)) {
            pool.forRange(3, 1, (from, to) -> {
                names.add(Thread.currentThread().getName());
                together.countDown();
                try {
                    together.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        assertEquals(3, names.size());
        assertTrue(names.stream().noneMatch(name -> name.startsWith("cotangent-compute")), names::toString);
    }

    @Test
    void aPoolJoinsOnce() {
        AtomicInteger teams = new AtomicInteger();
        try (ComputePool pool = pool(2);
                ComputePool single = pool(1)) {
            for (ComputePool each : List.of(pool, single)) {
                each.join(loop -> {
                    teams.incrementAndGet();
                    return new OpenMpTeam(openMp, 2, loop);
                });
            }
        }
        assertEquals(0, teams.get());
    }

    /** Workers that still spin when the pool leaves them must not take a part that nobody would wait for. */
    @Test
    void workersThatWereLeftTakeNoPart() {
        for (int round = 0; round < 200; round++) {
            try (ComputePool pool = super.pool(2)) {
                AtomicInteger before = new AtomicInteger();
                pool.forRange(2, 1, (from, to) -> before.addAndGet((int) (to - from)));
                pool.join(loop -> new OpenMpTeam(openMp, 2, loop));
                Set<String> names = ConcurrentHashMap.newKeySet();
                AtomicInteger after = new AtomicInteger();
                pool.forRange(2, 1, (from, to) -> {
                    names.add(Thread.currentThread().getName());
                    LockSupport.parkNanos(20_000);
                    after.addAndGet((int) (to - from));
                });
                assertEquals(2, before.get());
                assertEquals(2, after.get());
                assertTrue(names.stream().noneMatch(name -> name.startsWith("cotangent-compute")), names::toString);
            }
        }
    }

    @Test
    void threadsThatDoNotSpinStayAmongThemselves() {
        assertFalse(OpenMp.serves(library, Map.of("OMP_WAIT_POLICY", " Passive")));
        assertTrue(OpenMp.serves(library, Map.of("OMP_WAIT_POLICY", "active")));
    }
}
