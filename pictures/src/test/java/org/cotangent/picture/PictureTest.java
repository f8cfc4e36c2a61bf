package org.cotangent.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.cotangent.picture.Item.Box;
import org.cotangent.picture.Item.Group;
import org.cotangent.picture.Item.Kind;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;

class PictureTest {
    @Test
    void everyNodeAndEveryValueStandsThereOnce() {
        Graph graph = Samples.blocks(4);
        Picture picture = Picture.of(graph, "blocks");
        List<String> drawn = new ArrayList<>(picture.root()
                .boxes()
                .filter(box -> box.kind() == Kind.OPERATOR)
                .map(box -> box.facts().name())
                .toList());
        List<String> wanted =
                new ArrayList<>(graph.nodes().stream().map(node -> node.name()).toList());
        drawn.sort(null);
        wanted.sort(null);
        assertEquals(wanted, drawn);
        assertEquals(Map.of(Kind.OPERATOR, 12L, Kind.INPUT, 1L, Kind.OUTPUT, 1L, Kind.INITIALIZER, 4L), kinds(picture));
        // Each block takes x twice and the weight once, passes two values on, and the last one gives the output.
        assertEquals(4 * 5 + 1, picture.wires().size());
        long numbers = picture.root().boxes().map(Box::id).distinct().count();
        assertEquals(picture.root().boxes().count(), numbers);
    }

    private static Map<Kind, Long> kinds(Picture picture) {
        return picture.root().boxes().collect(Collectors.groupingBy(Box::kind, Collectors.counting()));
    }

    @Test
    void scopesAreGroupsAndInitializersStandWhereTheyAreRead() {
        Picture picture = Picture.of(Samples.blocks(2), "blocks");
        List<Group> groups = picture.root().groups().skip(1).toList();
        assertEquals(
                List.of("block.0", "block.1"), groups.stream().map(Group::label).toList());
        for (Group group : groups) {
            assertEquals(3, group.operators());
            assertEquals(
                    List.of("weight"),
                    group.boxes()
                            .filter(box -> box.kind() == Kind.INITIALIZER)
                            .map(Box::label)
                            .toList());
        }
    }

    @Test
    void aScopeOfOneOperatorIsNoGroup() {
        GraphBuilder builder = new GraphBuilder("one", Samples.OPERATORS);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 2));
        builder.output("y", Samples.emit(builder, "Exp", "/outer/inner/Exp", List.of(x)));
        assertEquals(1, Picture.of(builder.build(), "one").root().groups().count());
    }

    @Test
    void smallConstantsAreWrittenOnTheNodesThatReadThem() {
        GraphBuilder builder = new GraphBuilder("constants", Samples.OPERATORS);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 6));
        Value shape = builder.initializer("shape", Tensor.vector(2L, 3L));
        builder.output("y", Samples.emit(builder, "Reshape", "reshape", List.of(x, shape)));
        Picture picture = Picture.of(builder.build(), "constants");
        assertEquals(
                0,
                picture.root()
                        .boxes()
                        .filter(box -> box.kind() == Kind.INITIALIZER)
                        .count());
        Box node = picture.root()
                .boxes()
                .filter(box -> box.kind() == Kind.OPERATOR)
                .findFirst()
                .orElseThrow();
        assertEquals("shape [2, 3]", node.detail());
    }

    @Test
    void aNodeWithGraphsIsAGroupOfItsGraphs() {
        Picture picture = Picture.of(Samples.branches(), "branches");
        assertEquals(
                List.of("branches", "If", "then_branch", "else_branch"),
                picture.root().groups().map(Group::label).toList());
        assertEquals(
                Set.of("Exp", "Neg"),
                picture.root()
                        .boxes()
                        .filter(box -> box.kind() == Kind.OPERATOR)
                        .map(Box::label)
                        .collect(Collectors.toSet()));
    }

    @Test
    void groupsOpenWhileOneSeesItAll() {
        Picture few = Picture.of(Samples.blocks(3), "few");
        assertEquals(few.everyGroup(), few.openAtFirst());
        Picture many = Picture.of(Samples.blocks(40), "many");
        assertEquals(Set.of(many.root().id()), many.openAtFirst());
    }

    @Test
    void derivativesAreMarked() {
        Graph graph = Samples.blocks(1);
        Picture picture = Picture.of(graph, "derived", node -> node.name().endsWith("Relu"));
        List<Box> marked = picture.root().boxes().filter(Box::derived).toList();
        assertEquals(
                List.of("Relu", "y"), marked.stream().map(Box::label).sorted().toList());
        assertTrue(picture.wires().stream().anyMatch(Wire::derived));
    }
}
