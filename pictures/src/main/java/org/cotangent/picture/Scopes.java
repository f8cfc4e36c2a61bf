package org.cotangent.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotangent.spi.graph.Node;

/** Where in the exported program a node comes from, as its exporter noted it. */
final class Scopes {
    private static final String NAME_SCOPES = "pkg.torch.onnx.name_scopes";
    private static final String NAMESPACE = "namespace";
    private static final Pattern QUOTED = Pattern.compile("'([^']*)'|\"([^\"]*)\"");
    private static final int DEEPEST = 32;

    private Scopes() {}

    /** {@return the names of the scopes around the node, the outermost first} */
    static List<String> of(Node node) {
        String scopes = node.metadata().get(NAME_SCOPES);
        if (scopes != null) {
            return relative(quoted(scopes));
        }
        String namespace = node.metadata().get(NAMESPACE);
        if (namespace != null) {
            return ofNamespace(namespace);
        }
        List<String> parts = parts(node.name());
        return parts.isEmpty() ? parts : bounded(parts.subList(0, parts.size() - 1));
    }

    /** A list of strings as Python prints it; the last one is the node itself. */
    private static List<String> quoted(String list) {
        List<String> names = new ArrayList<>();
        Matcher matcher = QUOTED.matcher(list);
        while (matcher.find()) {
            names.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return names.isEmpty() ? names : names.subList(0, names.size() - 1);
    }

    /** Either {@code encoder/layer} or, with classes and the node itself, {@code encoder: Encoder/add: aten.add}. */
    private static List<String> ofNamespace(String namespace) {
        if (!namespace.contains(": ")) {
            return bounded(parts(namespace));
        }
        List<String> names = new ArrayList<>();
        for (String part : namespace.split("/", -1)) {
            names.add(part.split(": ", 2)[0]);
        }
        return relative(names.subList(0, names.size() - 1));
    }

    /** Names that repeat the scope around them, without that. */
    private static List<String> relative(List<String> full) {
        List<String> names = new ArrayList<>();
        String outer = "";
        for (String name : full) {
            if (!name.isBlank()) {
                names.add(name.startsWith(outer) ? name.substring(outer.length()) : name);
                outer = name + ".";
            }
        }
        return bounded(names);
    }

    private static List<String> parts(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (!part.isBlank()) {
                parts.add(part);
            }
        }
        return parts;
    }

    private static List<String> bounded(List<String> scopes) {
        return List.copyOf(scopes.subList(0, Math.min(scopes.size(), DEEPEST)));
    }
}
