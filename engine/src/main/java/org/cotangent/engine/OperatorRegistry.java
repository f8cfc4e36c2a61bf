package org.cotangent.engine;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.cotangent.engine.autodiff.Differentiation;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.ReverseMode;
import org.cotangent.spi.op.Operator;
import org.jspecify.annotations.Nullable;

/** The operators that are there, by domain and type; immutable. */
public final class OperatorRegistry implements OperatorLookup {
    private record Key(String domain, String type) {}

    private final Map<Key, Operator> operators;
    private final List<String> problems;

    private OperatorRegistry(Collection<Operator> plugins, List<String> problems) {
        Map<Key, Operator> byKey = new LinkedHashMap<>();
        for (Operator operator : plugins) {
            Key key = new Key(operator.id().domain(), operator.id().type());
            Operator other = byKey.putIfAbsent(key, operator);
            if (other != null) {
                throw new CotangentException("operator " + operator.id().qualifiedName() + " is provided twice: by "
                        + Plugins.origin(other) + " and by " + Plugins.origin(operator)
                        + ". Remove one of the two jars.");
            }
        }
        this.operators = Collections.unmodifiableMap(byKey);
        this.problems = problems;
    }

    /** {@return the operators on the class path and module path that this loader sees} */
    public static OperatorRegistry load(ClassLoader loader) {
        Plugins<Operator> plugins = Plugins.load(ServiceLoader.load(Operator.class, loader));
        return new OperatorRegistry(plugins.found(), plugins.problems());
    }

    public static OperatorRegistry of(Collection<Operator> operators) {
        return new OperatorRegistry(operators, List.of());
    }

    @Override
    public @Nullable Operator find(String domain, String type) {
        return operators.get(new Key(domain.equals("ai.onnx") ? "" : domain, type));
    }

    @Override
    public ReverseMode reverseMode() {
        return new Differentiation(this);
    }

    public Collection<Operator> all() {
        return operators.values();
    }

    /** {@return what is wrong with plug-ins that were left out} */
    public List<String> problems() {
        return problems;
    }
}
