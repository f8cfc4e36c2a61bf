package org.cotangent.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;

class ScopesTest {
    private static List<String> scopes(String name, Map<String, String> metadata) {
        GraphBuilder builder = new GraphBuilder("g", Samples.OPERATORS);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 2));
        builder.output("y", Samples.emit(builder, "Exp", name, List.of(x), metadata));
        return Scopes.of(builder.build().nodes().getFirst());
    }

    @Test
    void namesArePaths() {
        assertEquals(List.of("encoder", "layer.0"), scopes("/encoder/layer.0/MatMul", Map.of()));
        assertEquals(List.of("model", "block"), scopes("model/block/MatMul", Map.of()));
        assertEquals(List.of(), scopes("MatMul_17", Map.of()));
        assertEquals(List.of(), scopes("///", Map.of()));
    }

    @Test
    void scopesOfTorchRepeatWhatIsAroundThem() {
        assertEquals(
                List.of("encoder", "layer.0", "query"),
                scopes(
                        "node_1",
                        Map.of(
                                "pkg.torch.onnx.name_scopes",
                                "['', 'encoder', 'encoder.layer.0', 'encoder.layer.0.query', 'linear']")));
    }

    @Test
    void namespacesMayNameClasses() {
        assertEquals(
                List.of("encoder", "layer.0"),
                scopes(
                        "node_1",
                        Map.of(
                                "namespace",
                                ": app.Net/encoder: app.Encoder/encoder.layer.0: app.Layer/add: aten.add")));
        assertEquals(List.of("conv1"), scopes("Conv#1", Map.of("namespace", "conv1")));
    }

    @Test
    void whatIsNoListIsNoScope() {
        assertEquals(List.of(), scopes("n", Map.of("pkg.torch.onnx.name_scopes", "'unfinished")));
    }
}
