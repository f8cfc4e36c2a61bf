package org.cotangent.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.onnx.proto.OnnxMl.FunctionProto;
import org.cotangent.onnx.proto.OnnxMl.NodeProto;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.graph.OperatorLookup;
import org.jspecify.annotations.Nullable;

/** What all parts of one import share: the file, the plug-ins, the limits, and what went wrong so far. */
final class ImportContext {
    private static final int SHOWN_PROBLEMS = 20;

    private record FunctionKey(String domain, String name, String overload) {}

    private record UnsupportedKey(String domain, String type, int opset, String reason) {}

    private final ModelFile file;
    private final OperatorLookup operators;
    private final Rewrites rewrites;
    private final Limits limits;
    private final Map<FunctionKey, FunctionProto> functions = new HashMap<>();
    private final Map<UnsupportedKey, Unsupported> unsupported = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private int nodes;

    ImportContext(ModelFile file, OperatorLookup operators, Rewrites rewrites, Limits limits) {
        this.file = file;
        this.operators = operators;
        this.rewrites = rewrites;
        this.limits = limits;
        for (FunctionProto function : file.proto().getFunctionsList()) {
            FunctionKey key = new FunctionKey(
                    ModelHeader.normalized(function.getDomain()), function.getName(), function.getOverload());
            if (functions.put(key, function) != null) {
                throw file.broken("there are two functions " + key.domain() + "::" + key.name());
            }
        }
    }

    ModelFile file() {
        return file;
    }

    OperatorLookup operators() {
        return operators;
    }

    Rewrites rewrites() {
        return rewrites;
    }

    Limits limits() {
        return limits;
    }

    /** The function of the model that {@code node} calls, or null. */
    @Nullable
    FunctionProto function(NodeProto node) {
        return functions.get(
                new FunctionKey(ModelHeader.normalized(node.getDomain()), node.getOpType(), node.getOverload()));
    }

    /** Counts a node that is about to be read. */
    void count() {
        if (++nodes > limits.nodes()) {
            throw file.broken("has more than " + limits.nodes() + " nodes, which is the limit");
        }
    }

    /** Notes that a node cannot run here. */
    void unsupported(String domain, String type, int opset, String node, String reason) {
        unsupported.compute(
                new UnsupportedKey(domain, type, opset, reason),
                (key, before) -> before == null
                        ? new Unsupported(domain, type, opset, 1, List.of(node), reason)
                        : before.and(node));
    }

    List<Unsupported> unsupported() {
        return List.copyOf(unsupported.values());
    }

    /** Notes something that does not keep the model from being read. */
    void warn(String what) {
        warnings.add(what);
    }

    List<String> warnings() {
        return warnings;
    }

    /** Notes that the model is wrong somewhere. */
    void problem(String what) {
        problems.add(what);
    }

    /** Ends the import if the model is wrong. */
    void check() {
        if (!problems.isEmpty()) {
            int more = problems.size() - SHOWN_PROBLEMS;
            throw new ModelException(file.path() + ": "
                    + String.join("; ", problems.subList(0, Math.min(SHOWN_PROBLEMS, problems.size())))
                    + (more > 0 ? "; and " + more + " more" : ""));
        }
    }
}
