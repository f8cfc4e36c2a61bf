package org.cotangent.onnx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;

/** Finds the lowest opset in which every node of a model can be written as it is. */
final class OpsetNeeds {
    private final FileForms forms;
    private final int floor;
    private final List<String> highest = new ArrayList<>();
    private final SequencedMap<String, Integer> domains = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private int needed;

    /** For opsets from {@code floor} on. */
    OpsetNeeds(FileForms forms, int floor) {
        this.forms = forms;
        this.floor = floor;
        this.needed = floor;
    }

    /**
     * The attributes of {@code node} that have to be written: those that differ from their defaults, and all of them
     * for the domains beside ONNX's own, since there other runtimes do not rely on defaults.
     */
    Map<String, Attribute> written(Node node) {
        return forms.written(node.operator(), node.attributes());
    }

    /** Takes {@code node}, of which {@code outputs} outputs are written, into account. */
    void add(Node node, int outputs) {
        String domain = node.operator().id().domain();
        if (!domain.isEmpty()) {
            domains.merge(domain, node.operator().id().since(), Math::max);
            return;
        }
        int lowest = forms.lowest(
                node.operator(),
                node.attributes(),
                node.inputs(),
                node.outputs().subList(0, outputs),
                floor);
        if (lowest == 0) {
            warnings.add("no version of ONNX takes " + node.describe() + " with inputs " + node.inputs()
                    + ", so other runtimes refuse it: cast the inputs to a type that ONNX has for it");
        }
        need(lowest == 0 ? Math.max(floor, node.operator().id().since()) : lowest, node.describe());
    }

    /** Calls that are in no version of ONNX. */
    List<String> warnings() {
        return warnings;
    }

    /** Takes an Identity of {@code value} into account. */
    void addCopy(Value value) {
        need(forms.lowestCopy(value, floor), "Identity of " + value.name());
    }

    private void need(int version, String what) {
        if (version > needed) {
            needed = version;
            highest.clear();
        }
        if (version == needed && version > floor && highest.size() < Unsupported.SHOWN) {
            highest.add(what);
        }
    }

    /** The opset that the nodes need. */
    int needed() {
        return needed;
    }

    /** The opset to write: {@code wanted}, or what is needed if that is 0. */
    int chosen(int wanted) {
        if (wanted != 0 && needed > wanted) {
            throw new ModelException("the model cannot be written for opset " + wanted + ": it needs " + needed
                    + " for " + highest + (highest.size() == Unsupported.SHOWN ? " and perhaps more" : ""));
        }
        return wanted == 0 ? needed : wanted;
    }

    /** The versions of the domains beside ONNX's own. */
    SequencedMap<String, Integer> domains() {
        return domains;
    }
}
