package org.cotangent.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Which parameters are kept from being trained.
 *
 * @param frozen by the names of initializers, what froze them
 * @param chosen whether any pattern was given yet
 */
record Selection(Map<String, String> frozen, boolean chosen) {
    /** {@return nothing chosen yet: everything that can be trained is} */
    static Selection none() {
        return new Selection(Map.of(), false);
    }

    /** {@return the selection without what these globs match} */
    Selection freeze(ParameterTable table, List<String> globs) {
        table.select(globs);
        SequencedMap<String, String> result = new LinkedHashMap<>(frozen);
        globs.forEach(
                glob -> table.select(List.of(glob)).forEach(name -> result.put(name, "frozen by '" + glob + "'")));
        return new Selection(result, true);
    }

    /** {@return the selection with what these globs match; with nothing else, if it is the first choice} */
    Selection train(ParameterTable table, List<String> globs) {
        SequencedMap<String, String> result = new LinkedHashMap<>(frozen);
        if (!chosen) {
            String reason = "not among '" + String.join("', '", globs) + "'";
            table.stream().filter(ParameterInfo::trainable).forEach(info -> result.put(info.name(), reason));
        }
        table.select(globs).forEach(result::remove);
        return new Selection(result, true);
    }

    /** {@return the selection without these} */
    Selection without(Iterable<String> names, String reason) {
        SequencedMap<String, String> result = new LinkedHashMap<>(frozen);
        names.forEach(name -> result.putIfAbsent(name, reason));
        return new Selection(result, true);
    }
}
