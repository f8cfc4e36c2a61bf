package org.cotangent.picture;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cotangent.picture.Facts.Row;
import org.cotangent.picture.Item.Box;
import org.cotangent.picture.Item.Group;
import org.cotangent.picture.Level.Stub;
import org.cotangent.picture.Sheet.Point;
import org.cotangent.picture.Sheet.Route;
import org.cotangent.spi.tensor.Tensor;

/** What the script of a page reads: items, and for every group the sheet while the groups in it are folded. */
final class PageData {
    private final Picture picture;
    private final Map<Integer, Sheet> sheets;

    PageData(Picture picture) {
        this.picture = picture;
        this.sheets = Arrangement.folded(picture, Level.of(picture));
    }

    /** {@return the data as JSON} */
    JsonObject json(Set<Integer> open) {
        JsonObject json = new JsonObject();
        json.addProperty("title", Texts.visible(picture.title()));
        json.addProperty("root", picture.root().id());
        JsonArray opened = new JsonArray();
        open.stream().sorted().forEach(opened::add);
        json.add("open", opened);
        JsonObject items = new JsonObject();
        JsonObject groups = new JsonObject();
        picture.root().groups().forEach(group -> {
            items.add(String.valueOf(group.id()), item(group));
            group.members().stream()
                    .filter(Box.class::isInstance)
                    .forEach(member -> items.add(String.valueOf(member.id()), item(member)));
            groups.add(String.valueOf(group.id()), sheet(group));
        });
        json.add("items", items);
        json.add("groups", groups);
        JsonArray wires = new JsonArray();
        for (Wire wire : picture.wires()) {
            JsonArray one = new JsonArray();
            one.add(wire.from());
            one.add(wire.to());
            one.add(wire.signal());
            wires.add(one);
        }
        json.add("wires", wires);
        return json;
    }

    private static JsonObject item(Item item) {
        JsonObject json = new JsonObject();
        json.addProperty("label", Texts.visible(Sizes.label(item)));
        json.addProperty("family", item.family().style());
        switch (item) {
            case Box box -> {
                json.addProperty("kind", box.kind().name().toLowerCase(Locale.ROOT));
                json.addProperty("detail", Texts.visible(box.detail()));
            }
            case Group group -> {
                json.addProperty("kind", "group");
                json.addProperty("detail", Sizes.detail(group));
                json.addProperty("path", Texts.visible(group.path()));
            }
        }
        if (item.derived()) {
            json.addProperty("derived", true);
        }
        Facts facts = item.facts();
        if (facts != null) {
            json.addProperty("name", Texts.visible(facts.name()));
            json.addProperty("type", Texts.visible(facts.kind()));
            json.add("attributes", rows(facts.attributes()));
            json.add("inputs", rows(facts.inputs()));
            json.add("outputs", rows(facts.outputs()));
            Tensor tensor = facts.tensor();
            if (tensor != null) {
                json.addProperty("elements", Texts.visible(Texts.elements(tensor)));
                Statistics statistics = Statistics.of(tensor);
                if (statistics != null) {
                    json.add("statistics", statistics(statistics));
                }
            }
        }
        return json;
    }

    private static JsonObject statistics(Statistics statistics) {
        JsonObject json = new JsonObject();
        json.addProperty("count", statistics.count());
        json.addProperty("infinite", statistics.infinite());
        json.addProperty("zeros", statistics.zeros());
        if (statistics.hasFinite()) {
            json.addProperty("min", Texts.number(statistics.min()));
            json.addProperty("max", Texts.number(statistics.max()));
            json.addProperty("mean", Texts.number(statistics.mean()));
            json.addProperty("deviation", Texts.number(statistics.deviation()));
            JsonArray bins = new JsonArray();
            for (long bin : statistics.histogram()) {
                bins.add(bin);
            }
            json.add("histogram", bins);
        }
        return json;
    }

    private static JsonArray rows(List<Row> rows) {
        JsonArray json = new JsonArray();
        for (Row row : rows) {
            JsonArray pair = new JsonArray();
            pair.add(Texts.visible(row.name()));
            pair.add(Texts.visible(row.value()));
            json.add(pair);
        }
        return json;
    }

    private JsonObject sheet(Group group) {
        Sheet sheet = Objects.requireNonNull(sheets.get(group.id()));
        JsonObject json = new JsonObject();
        json.addProperty("width", rounded(sheet.width()));
        json.addProperty("height", rounded(sheet.height()));
        JsonArray members = new JsonArray();
        for (Item member : group.members()) {
            Sheet.Rect place = sheet.place(member.id());
            JsonArray one = new JsonArray();
            one.add(member.id());
            one.add(rounded(place.x()));
            one.add(rounded(place.y()));
            one.add(rounded(place.width()));
            one.add(rounded(place.height()));
            members.add(one);
        }
        json.add("members", members);
        json.add("entries", stubs(sheet, sheet.level().entries().values()));
        json.add("exits", stubs(sheet, sheet.level().exits().values()));
        JsonArray lines = new JsonArray();
        for (Route route : sheet.routes()) {
            lines.add(line(route));
        }
        json.add("lines", lines);
        return json;
    }

    private static JsonArray stubs(Sheet sheet, Collection<Stub> stubs) {
        JsonArray json = new JsonArray();
        for (Stub stub : stubs) {
            JsonArray one = new JsonArray();
            one.add(stub.id());
            one.add(stub.signal());
            one.add(rounded(sheet.stub(stub.id())));
            json.add(one);
        }
        return json;
    }

    private static JsonObject line(Route route) {
        JsonObject json = new JsonObject();
        json.addProperty("from", route.line().from());
        json.addProperty("to", route.line().to());
        json.addProperty("signal", route.line().wire().signal());
        if (route.line().wire().derived()) {
            json.addProperty("derived", true);
        }
        Point label = route.label();
        if (label != null) {
            json.addProperty("type", Texts.visible(route.line().wire().type()));
            json.addProperty("dx", rounded(label.x() - route.points().getFirst().x()));
            json.addProperty("dy", rounded(label.y() - route.points().getFirst().y()));
        }
        JsonArray points = new JsonArray();
        for (Point point : route.points()) {
            points.add(rounded(point.x()));
            points.add(rounded(point.y()));
        }
        json.add("points", points);
        return json;
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
