package org.cotangent.cli;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.cotangent.engine.KernelRegistry;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.onnx.ExportOptions;
import org.cotangent.onnx.OnnxExporter;
import org.cotangent.onnx.OperatorVersions;
import org.cotangent.onnx.Rewrites;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.TypeVariable;

/** Finds out about operators: what they do not say themselves is tried out with some calls of their domains. */
final class OperatorSurvey {
    private final KernelRegistry kernels;
    private final List<String> backends;
    private final OperatorRegistry operators;
    private final OperatorVersions versions;
    private final OnnxExporter exporter;

    /** @param backends those that are asked for kernels */
    OperatorSurvey(
            KernelRegistry kernels, List<String> backends, OperatorRegistry operators, OperatorVersions versions) {
        this.kernels = kernels;
        this.backends = backends;
        this.operators = operators;
        this.versions = versions;
        this.exporter = new OnnxExporter(operators, Rewrites.load(OperatorSurvey.class.getClassLoader()));
    }

    OperatorRow row(Operator operator, ConformanceFigures figures) {
        OperatorId id = operator.id();
        boolean own = id.domain().equals(OperatorId.COTANGENT);
        List<SampleCall> calls = SampleCall.of(operator, operators);
        return new OperatorRow(
                id.domain().isEmpty() ? "ai.onnx" : id.domain(),
                id.type(),
                own ? "-" : versions.of(id).toString(),
                written(operator, calls),
                OperatorRow.types(operator),
                OperatorRow.derivative(operator.derivative()),
                OperatorRow.why(operator.derivative()),
                OperatorRow.kernels(operator.forward(), backends(calls)),
                figures.of(id.qualifiedName()));
    }

    /**
     * The versions for which one of the calls, at least, is written. Of the domains beside ONNX's own it is the
     * versions that have the form of the operator. What takes sequences or optional values is not tried: it is written
     * for the versions that have it, and for all if it has an expansion.
     */
    private String written(Operator operator, List<SampleCall> calls) {
        OperatorId id = operator.id();
        if (id.domain().startsWith("ai.onnx.")) {
            return versions.of(id).from(id.since()).toString();
        }
        boolean ofTensors = operator.signature().inputs().stream()
                .allMatch(port -> port.type().kind() == TypeVariable.Kind.TENSOR);
        if (!ofTensors || calls.isEmpty()) {
            OperatorVersions.Range all = versions.from(ExportOptions.OLDEST_OPSET);
            boolean expands = operator.forward().asExpansion() != null;
            return (expands ? all : versions.of(id).from(all.oldest())).toString();
        }
        OptionalInt lowest = calls.stream()
                .flatMapToInt(call -> exporter.lowestOpset(call.graph()).stream())
                .min();
        return lowest.isPresent() ? versions.from(lowest.getAsInt()).toString() : "-";
    }

    private Set<String> backends(List<SampleCall> calls) {
        Set<String> found = new TreeSet<>();
        for (SampleCall call : calls) {
            Preparation preparation = call.preparation();
            for (String backend : backends) {
                if (kernels.providers(backend).stream().anyMatch(provider -> accepts(provider, preparation))) {
                    found.add(backend);
                }
            }
        }
        return found;
    }

    private static boolean accepts(KernelProvider provider, Preparation call) {
        return provider.offer(call) instanceof Offer.Accepted;
    }
}
