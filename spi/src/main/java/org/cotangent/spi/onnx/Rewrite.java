package org.cotangent.spi.onnx;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * Turns calls of an older form of operators into the form that follows it, and back where that is possible.
 *
 * <p>Operators are written once, at their newest version. A model of an older opset is read by rewriting each of its
 * nodes step by step: of all rewrites for its operator, those apply whose {@link #since} lies above the model's opset
 * and not above the version of the registered operator, in ascending order. Only changes of structure or meaning need a
 * rewrite; a version that merely takes more element types does not.
 *
 * <p>Rewrites are plug-ins: public classes with a public constructor without arguments, named in
 * {@code META-INF/services/org.cotangent.spi.onnx.Rewrite} (and in {@code provides} of their module). There is at most
 * one for an operator and version.
 */
public interface Rewrite {
    /** {@return the domain of the operators} */
    default String domain() {
        return "";
    }

    /** {@return the operator types, in their older form} */
    Set<String> types();

    /** {@return the opset in which the newer form began} */
    int since();

    /**
     * {@return the outputs of the call, which has the older form}
     *
     * <p>Usually this is one {@link OlderCall#become}; without more, the newer form takes the call as it is. Throws a
     * {@link org.cotangent.spi.CotangentException} if the call has no equivalent in the newer form.
     */
    default List<Value> rewrite(OlderCall call) {
        return call.become(call.type(), call.attributes(), call.inputs());
    }

    /**
     * {@return the outputs of the call, which has the newer form, in the older one; null if it has none}
     *
     * <p>Used to write files of opsets below {@link #since}. A call that cannot be written in an older form may still
     * be written as the operator's expansion.
     */
    default @Nullable List<Value> revert(NewerCall call) {
        return null;
    }
}
