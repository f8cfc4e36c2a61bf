package org.cotangent.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.autodiff.Differentiation;
import org.cotangent.engine.plan.Session;
import org.cotangent.onnx.ImportedModel;
import org.cotangent.onnx.Onnx;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/** Compares outputs and both Jacobian products of a fixture's model with what the fixture expects. */
final class DerivativeCheck {
    private final Cotangent cotangent;
    private final GradientFixture fixture;
    private final List<String> differences = new ArrayList<>();

    DerivativeCheck(Cotangent cotangent, GradientFixture fixture) {
        this.cotangent = cotangent;
        this.fixture = fixture;
    }

    /** {@return what differs; nothing if all is right} */
    List<String> run() {
        ImportedModel model = Onnx.open(fixture.folder().resolve("model.onnx"), cotangent.operators());
        if (!model.unsupported().isEmpty()) {
            throw new UnsupportedException(model.unsupported().toString());
        }
        Map<String, Tensor> inputs = fixture.tensors("inputs");
        Map<String, TensorType> types = new LinkedHashMap<>();
        inputs.forEach((name, tensor) -> types.put(name, tensor.type()));
        Graph graph = cotangent.specialise(
                Trainables.parametrise(model.graph(), fixture.strings("trainable"), cotangent), types);
        List<String> wrt = List.copyOf(fixture.tensors("tangents").keySet());
        Differentiation differentiation = cotangent.differentiation();
        check(
                differentiation.vjp(graph, wrt),
                inputs,
                prefixed(Differentiation.COTANGENT, fixture.tensors("cotangents")),
                Map.of("", "outputs", Differentiation.VJP, "vjp"));
        check(
                differentiation.jvp(graph, wrt),
                inputs,
                prefixed(Differentiation.TANGENT, fixture.tensors("tangents")),
                Map.of(Differentiation.JVP, "jvp"));
        return differences;
    }

    private static Map<String, Tensor> prefixed(String prefix, Map<String, Tensor> tensors) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> named.put(prefix + name, tensor));
        return named;
    }

    private void check(
            Graph graph, Map<String, Tensor> inputs, Map<String, Tensor> directions, Map<String, String> sections) {
        Map<String, Tensor> all = new LinkedHashMap<>(inputs);
        all.putAll(directions);
        try (Session session = cotangent.plan(graph, Map.of()).newSession()) {
            Map<String, Tensor> outputs = session.run(all);
            sections.forEach((prefix, section) -> fixture.tensors(section).forEach((name, expected) -> {
                String difference = fixture.difference(section, name, outputs.get(prefix + name), expected);
                if (difference != null) {
                    differences.add(section + " of '" + name + "' " + difference);
                }
            }));
        }
    }
}
