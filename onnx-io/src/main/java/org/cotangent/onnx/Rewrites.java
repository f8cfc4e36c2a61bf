package org.cotangent.onnx;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.onnx.Rewrite;
import org.jspecify.annotations.Nullable;

/** The rewrites that are known, by operator and version. */
public final class Rewrites {
    private record Key(String domain, String type) {}

    private final Map<Key, TreeMap<Integer, Rewrite>> rewrites = new HashMap<>();

    /**
     * These rewrites.
     *
     * @throws GraphException if there are two for one operator and version
     */
    public Rewrites(Collection<? extends Rewrite> all) {
        for (Rewrite rewrite : all) {
            for (String type : rewrite.types()) {
                Rewrite other = rewrites.computeIfAbsent(new Key(rewrite.domain(), type), key -> new TreeMap<>())
                        .putIfAbsent(rewrite.since(), rewrite);
                if (other != null) {
                    throw new GraphException("two rewrites lead to version " + rewrite.since() + " of " + type + ": "
                            + whence(other) + " and " + whence(rewrite) + "; remove one");
                }
            }
        }
    }

    /** {@return the rewrites among the plug-ins that {@code loader} sees} */
    public static Rewrites load(ClassLoader loader) {
        return new Rewrites(ServiceLoader.load(Rewrite.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /** The rewrite that applies first to a call of version {@code version}, if one leads to at most {@code newest}. */
    @Nullable
    Rewrite next(String domain, String type, int version, int newest) {
        TreeMap<Integer, Rewrite> versions = rewrites.get(new Key(domain, type));
        Map.Entry<Integer, Rewrite> next = versions == null ? null : versions.higherEntry(version);
        return next == null || next.getKey() > newest ? null : next.getValue();
    }

    /** The rewrite that leads to the form of version {@code version}; null if the form never changed before. */
    @Nullable
    Rewrite last(String domain, String type, int version) {
        TreeMap<Integer, Rewrite> versions = rewrites.get(new Key(domain, type));
        Map.Entry<Integer, Rewrite> last = versions == null ? null : versions.floorEntry(version);
        return last == null ? null : last.getValue();
    }

    private static String whence(Rewrite rewrite) {
        var source = rewrite.getClass().getProtectionDomain().getCodeSource();
        return rewrite.getClass().getName() + (source == null ? "" : " of " + source.getLocation());
    }
}
