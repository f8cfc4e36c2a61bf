package org.cotangent.picture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotangent.picture.Item.Group;
import org.cotangent.picture.Level.Line;
import org.cotangent.picture.Level.Stub;
import org.cotangent.picture.Sheet.Point;
import org.cotangent.picture.Sheet.Rect;
import org.cotangent.picture.Sheet.Route;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.LayerConstraint;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeLabelPlacement;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.PortConstraints;
import org.eclipse.elk.core.options.PortSide;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.util.ElkGraphUtil;
import org.jspecify.annotations.Nullable;

/** Arranges the members of one group in layers from top to bottom, by the Eclipse Layout Kernel. */
final class Arrangement {
    /** Beyond so many lines, types are written on no line: nobody could read them, and room for them costs time. */
    private static final int LABELLED = 1_000;

    /** Up to such a length of all lines, in layers, places are chosen by a method that bends fewer and takes longer. */
    private static final int STRAIGHT = 1_200;

    private static final double SLIGHT = 3;

    private final Level level;
    private final Map<Integer, Sheet> open;
    private final boolean isRoot;
    private final Set<Integer> members;
    private final ElkNode root = ElkGraphUtil.createGraph();
    private final Map<Integer, ElkNode> nodes = new HashMap<>();
    private final Map<String, ElkPort> ports = new HashMap<>();
    private final Set<String> labelled = new HashSet<>();

    /** @param open the members that are open, by number, and what stands within */
    private Arrangement(Level level, Map<Integer, Sheet> open, boolean isRoot) {
        this.level = level;
        this.open = open;
        this.isRoot = isRoot;
        this.members = level.group().members().stream().map(Item::id).collect(Collectors.toSet());
    }

    /** {@return the sheets of open groups by their numbers, the root's included} */
    static Map<Integer, Sheet> of(Picture picture, Map<Integer, Level> levels, Set<Integer> open) {
        // Loads the layout kernel's own registries.
        LayoutMetaDataService.getInstance();
        Map<Integer, Sheet> sheets = new HashMap<>();
        arrange(picture.root(), levels, open, sheets, true);
        return sheets;
    }

    /** {@return for every group its sheet while the groups in it are folded} */
    static Map<Integer, Sheet> folded(Picture picture, Map<Integer, Level> levels) {
        LayoutMetaDataService.getInstance();
        Map<Integer, Sheet> sheets = new HashMap<>();
        levels.forEach((id, level) -> sheets.put(
                id, new Arrangement(level, Map.of(), id == picture.root().id()).sheet()));
        return sheets;
    }

    private static Sheet arrange(
            Group group, Map<Integer, Level> levels, Set<Integer> open, Map<Integer, Sheet> sheets, boolean isRoot) {
        Map<Integer, Sheet> inner = new HashMap<>();
        for (Item member : group.members()) {
            if (member instanceof Group g && open.contains(g.id())) {
                inner.put(g.id(), arrange(g, levels, open, sheets, false));
            }
        }
        Level level = Objects.requireNonNull(levels.get(group.id()));
        Sheet sheet = new Arrangement(level, inner, isRoot).sheet();
        sheets.put(group.id(), sheet);
        return sheet;
    }

    private Sheet sheet() {
        root.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
        root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        root.setProperty(CoreOptions.SPACING_NODE_NODE, 22.0);
        root.setProperty(CoreOptions.SPACING_EDGE_EDGE, 9.0);
        root.setProperty(CoreOptions.SPACING_EDGE_NODE, 14.0);
        root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 30.0);
        root.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 12.0);
        root.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, 9.0);
        if (level.length() <= STRAIGHT) {
            root.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.NETWORK_SIMPLEX);
        }
        // Lines that go on to the border would run through parts that are set one below the other.
        root.setProperty(
                CoreOptions.SEPARATE_CONNECTED_COMPONENTS,
                level.entries().isEmpty() && level.exits().isEmpty());
        root.setProperty(CoreOptions.PADDING, new ElkPadding(isRoot ? 28 : Sizes.PADDING));
        for (Item member : level.group().members()) {
            node(member);
        }
        level.entries().values().forEach(stub -> stub(stub, LayerConstraint.FIRST_SEPARATE));
        level.exits().values().forEach(stub -> stub(stub, LayerConstraint.LAST_SEPARATE));
        Map<ElkEdge, Line> edges = new HashMap<>();
        List<ElkEdge> order = new ArrayList<>();
        for (Line line : level.lines()) {
            ElkEdge edge = edge(line);
            edges.put(edge, line);
            order.add(edge);
        }
        new LayeredLayoutProvider().layout(root, new BasicProgressMonitor());
        return read(order, edges);
    }

    private void node(Item member) {
        ElkNode node = ElkGraphUtil.createNode(root);
        Sheet inner = open.get(member.id());
        Sizes.Size size = inner == null ? Sizes.of(member) : new Sizes.Size(inner.width(), inner.height());
        node.setDimensions(size.width(), size.height());
        node.setProperty(
                CoreOptions.PORT_CONSTRAINTS,
                crossed(member.id()) == null ? PortConstraints.FIXED_SIDE : PortConstraints.FIXED_POS);
        nodes.put(member.id(), node);
    }

    private void stub(Stub stub, LayerConstraint constraint) {
        ElkNode node = ElkGraphUtil.createNode(root);
        node.setDimensions(2, 2);
        node.setProperty(LayeredOptions.LAYERING_LAYER_CONSTRAINT, constraint);
        node.setProperty(CoreOptions.PORT_CONSTRAINTS, PortConstraints.FIXED_SIDE);
        nodes.put(stub.id(), node);
    }

    private ElkEdge edge(Line line) {
        ElkEdge edge = ElkGraphUtil.createEdge(root);
        edge.getSources().add(port(line.from(), line.wire().signal(), PortSide.SOUTH));
        edge.getTargets().add(port(line.to(), line.wire().signal(), PortSide.NORTH));
        String type = line.wire().type();
        if (!type.isEmpty()
                && members.contains(line.from())
                && crossed(line.from()) == null
                && level.lines().size() <= LABELLED
                && labelled.add(line.from() + " " + line.wire().signal())) {
            ElkLabel label = ElkGraphUtil.createLabel(edge);
            label.setText(type);
            label.setDimensions(Sizes.width(type, Sizes.SMALL_FONT) + 4, 13);
            label.setProperty(CoreOptions.EDGE_LABELS_PLACEMENT, EdgeLabelPlacement.TAIL);
        }
        return edge;
    }

    private ElkPort port(int item, int signal, PortSide side) {
        return ports.computeIfAbsent(item + " " + signal + " " + side, key -> {
            ElkNode node = Objects.requireNonNull(nodes.get(item));
            ElkPort port = ElkGraphUtil.createPort(node);
            port.setProperty(CoreOptions.PORT_SIDE, side);
            Sheet inner = crossed(item);
            if (inner != null) {
                boolean enters = side == PortSide.NORTH;
                Map<Integer, Stub> stubs =
                        enters ? inner.level().entries() : inner.level().exits();
                Stub stub = stubs.get(signal);
                port.setLocation(
                        stub == null ? inner.width() / 2 : inner.stub(stub.id()), enters ? 0 : node.getHeight());
            }
            return port;
        });
    }

    /** What stands in a member if that is open and lines go on within; at nodes that hold graphs they end. */
    private @Nullable Sheet crossed(int item) {
        Sheet inner = open.get(item);
        return inner == null || inner.level().group().isNode() ? null : inner;
    }

    private Sheet read(List<ElkEdge> order, Map<ElkEdge, Line> edges) {
        double header = isRoot ? 0 : Sizes.HEADER - Sizes.PADDING;
        double width =
                Math.max(root.getWidth(), isRoot ? 0 : Sizes.of(level.group()).width() + 40);
        double indent = (width - root.getWidth()) / 2;
        double height = root.getHeight() + header;
        Map<Integer, Rect> places = new HashMap<>();
        for (Item member : level.group().members()) {
            ElkNode node = Objects.requireNonNull(nodes.get(member.id()));
            places.put(
                    member.id(),
                    new Rect(node.getX() + indent, node.getY() + header, node.getWidth(), node.getHeight()));
        }
        Map<Integer, Double> stubs = new HashMap<>();
        Stream.concat(level.entries().values().stream(), level.exits().values().stream())
                .map(Stub::id)
                .forEach(id ->
                        stubs.put(id, Objects.requireNonNull(nodes.get(id)).getX() + 1 + indent));
        List<Route> routes = new ArrayList<>();
        for (ElkEdge edge : order) {
            Line line = Objects.requireNonNull(edges.get(edge));
            List<Point> points = points(edge, indent, header);
            if (!members.contains(line.from())) {
                points.set(0, new Point(points.getFirst().x(), 0));
            }
            if (!members.contains(line.to())) {
                points.set(points.size() - 1, new Point(points.getLast().x(), height));
            }
            routes.add(new Route(line, points, label(edge, indent, header)));
        }
        return new Sheet(level, width, height, places, stubs, routes);
    }

    private static @Nullable Point label(ElkEdge edge, double indent, double header) {
        return edge.getLabels().isEmpty()
                ? null
                : new Point(
                        edge.getLabels().getFirst().getX() + indent + 2,
                        edge.getLabels().getFirst().getY() + header);
    }

    private static List<Point> points(ElkEdge edge, double dx, double dy) {
        List<Point> points = new ArrayList<>();
        for (ElkEdgeSection section : edge.getSections()) {
            points.add(new Point(section.getStartX(), section.getStartY()).plus(dx, dy));
            section.getBendPoints().forEach(bend -> points.add(new Point(bend.getX(), bend.getY()).plus(dx, dy)));
            points.add(new Point(section.getEndX(), section.getEndY()).plus(dx, dy));
        }
        // Places are whole numbers, so lines that are meant to be straight may have a step of a pixel or two.
        if (points.size() == 4
                && Math.abs(points.getFirst().x() - points.getLast().x()) < SLIGHT) {
            double x = points.getLast().x();
            Point start = new Point(x, points.getFirst().y());
            return new ArrayList<>(List.of(start, points.getLast()));
        }
        return points;
    }
}
