package org.cotangent.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanCacheTest {
    private final List<String> closed = new ArrayList<>();
    private final PlanCache<Integer, String> cache = new PlanCache<>(closed::add);
    private int planned;

    private String get(int key) {
        return cache.get(key, k -> {
            planned++;
            return "plan " + k;
        });
    }

    @Test
    void whatWasNotAskedForLongestFallsOut() {
        for (int key = 0; key < PlanCache.KEPT; key++) {
            get(key);
        }
        assertEquals("plan 0", get(0));
        assertEquals(PlanCache.KEPT, planned);
        get(PlanCache.KEPT);
        assertEquals(List.of("plan 1"), closed);
        assertEquals(PlanCache.KEPT, cache.size());
        get(1);
        assertEquals(PlanCache.KEPT + 2, planned);
        assertEquals(List.of("plan 1", "plan 2"), closed);
    }

    @Test
    void allAreClosedWithTheCache() {
        get(5);
        get(6);
        cache.close();
        assertEquals(List.of("plan 5", "plan 6"), closed);
        assertEquals(0, cache.size());
    }
}
