package org.cotangent.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cotangent.engine.Cotangent;
import org.cotangent.picture.Item.Box;
import org.cotangent.picture.Item.Group;
import org.cotangent.picture.Item.Kind;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void derivativesAreMarked(boolean reverse) {
        Cotangent cotangent = Cotangent.load();
        Graph forward = cotangent.specialise(Samples.blocks(2), Map.of());
        Graph product = reverse
                ? cotangent.differentiation().vjp(forward, List.of("x"))
                : cotangent.differentiation().jvp(forward, List.of("x"));
        Picture picture = Picture.of(product, "derived", forward);
        Set<String> modelsOwn = forward.nodes().stream().map(Node::name).collect(Collectors.toSet());
        for (Box box : picture.root().boxes().toList()) {
            boolean own = switch (box.kind()) {
                case OPERATOR -> modelsOwn.contains(box.facts().name());
                case INPUT -> box.label().equals("x");
                case OUTPUT -> box.label().equals("y");
                case INITIALIZER -> true;
            };
            assertEquals(!own, box.derived(), box.toString());
        }
        List<Group> marked = picture.root().groups().filter(Group::derived).toList();
        assertFalse(marked.isEmpty());
        marked.forEach(group -> assertTrue(group.label().startsWith("∂ "), group.label()));
        assertTrue(picture.wires().stream().anyMatch(Wire::derived));
        assertTrue(picture.wires().stream().anyMatch(wire -> !wire.derived()));
    }

    /** What stands in a graph of a node belongs to the derivative if the node does. */
    @Test
    void theBranchesOfTheModelAreNotItsDerivative() {
        Cotangent cotangent = Cotangent.load();
        Graph forward = cotangent.specialise(Samples.branches(), Map.of());
        Picture picture = Picture.of(cotangent.differentiation().vjp(forward, List.of("x")), "derived", forward);
        List<Group> choices = picture.root()
                .groups()
                .filter(group -> group.label().equals("If"))
                .toList();
        assertEquals(
                List.of(false, true),
                choices.stream().map(Group::derived).sorted().toList());
    }

    @Test
    void nodesWithGraphsAreCountedAsOperators() {
        assertEquals(3, Picture.of(Samples.branches(), "branches").root().operators());
    }

    @Test
    void whatCameWithoutScopesIsTakenApartWhenItIsTooMuch() {
        assertEquals(1, Picture.of(Samples.chain(600), "chain").root().groups().count());
        Picture picture = Picture.of(Samples.chain(900), "chain");
        List<Group> parts = picture.root().groups().skip(1).toList();
        assertEquals(
                List.of("part 1 of 5", "part 2 of 5", "part 3 of 5", "part 4 of 5", "part 5 of 5"),
                parts.stream().map(Group::label).toList());
        assertEquals(
                List.of(200L, 200L, 200L, 200L, 100L),
                parts.stream().map(Group::operators).toList());
        for (Group part : parts) {
            assertEquals(2 * part.operators(), part.boxes().count(), "each operator with its weight");
        }
        assertEquals(2, picture.root().members().size() - parts.size(), "input and output");
        assertEquals(picture.everyGroup().size(), 1 + parts.size());
    }

    @Test
    void aGraphOfNothingIsAPicture() {
        Picture picture = Picture.of(new GraphBuilder("nothing", Samples.OPERATORS).build(), "nothing");
        assertEquals(List.of(), picture.root().members());
        assertEquals(picture.everyGroup(), picture.openAtFirst());
    }

    /** A colour by a name that nothing has would go unnoticed. */
    @Test
    void everyTypeThatHasAFamilyIsAnOperator() {
        Set<String> types = Cotangent.load().operators().all().stream()
                .map(operator -> operator.id().type())
                .collect(Collectors.toSet());
        for (Family family : Family.values()) {
            Set<String> unknown = new TreeSet<>(family.types());
            unknown.removeAll(types);
            assertEquals(Set.of(), unknown, family.name());
        }
    }
}
