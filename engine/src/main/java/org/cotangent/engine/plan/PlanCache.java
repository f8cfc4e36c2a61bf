package org.cotangent.engine.plan;

import java.util.LinkedHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What was planned for each combination of input types: the last {@value #KEPT} that were asked for. Those that fall
 * out are closed. Not safe for use by several threads.
 *
 * @param <K> what tells the combinations apart
 * @param <V> what is planned, such as a session
 */
public final class PlanCache<K, V> implements AutoCloseable {
    /** How many are kept. */
    public static final int KEPT = 32;

    private final LinkedHashMap<K, V> planned = new LinkedHashMap<>(16, 0.75f, true);
    private final Consumer<? super V> closing;

    /** @param closing frees what was planned */
    public PlanCache(Consumer<? super V> closing) {
        this.closing = closing;
    }

    /** {@return what is planned for a combination, planned now if it is not there} */
    public V get(K key, Function<? super K, ? extends V> planning) {
        V known = planned.get(key);
        if (known != null) {
            return known;
        }
        V made = planning.apply(key);
        planned.put(key, made);
        if (planned.size() > KEPT) {
            closing.accept(planned.pollFirstEntry().getValue());
        }
        return made;
    }

    /** {@return how many are there} */
    public int size() {
        return planned.size();
    }

    /** Frees all. */
    @Override
    public void close() {
        planned.values().forEach(closing);
        planned.clear();
    }
}
