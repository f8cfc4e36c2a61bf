package org.cotangent.testkit.jqwik;

import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.JqwikException;
import net.jqwik.api.providers.ArbitraryProvider;
import net.jqwik.api.providers.TypeUsage;
import org.cotangent.spi.op.Domain;

/** Gives properties the calls that {@link CallOf} asks for. */
public final class CallProvider implements ArbitraryProvider {
    @Override
    public boolean canProvideFor(TypeUsage targetType) {
        return targetType.isOfType(Domain.Sample.class) && targetType.isAnnotated(CallOf.class);
    }

    @Override
    public Set<Arbitrary<?>> provideFor(TypeUsage targetType, SubtypeProvider subtypeProvider) {
        CallOf wanted = targetType.findAnnotation(CallOf.class).orElseThrow();
        try {
            return Set.of(Calls.of(wanted.value().getConstructor().newInstance(), wanted.size()));
        } catch (ReflectiveOperationException e) {
            throw new JqwikException(wanted.value() + " has no public constructor without arguments", e);
        }
    }
}
