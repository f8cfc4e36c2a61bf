package org.cotangent.examples.finetuning;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pieces that a tokenizer knows, numbered {@code 0 .. size-1}. */
public final class Vocabulary {
    private final Map<String, Integer> ids;
    private final List<String> pieces;

    /** @throws DataException unless the ids are exactly {@code 0 .. size-1} */
    public Vocabulary(Map<String, Integer> ids) {
        @Nullable String[] byId = new String[ids.size()];
        ids.forEach((piece, id) -> {
            if (id < 0 || id >= byId.length || byId[id] != null) {
                throw new DataException("vocabulary: id " + id + " of \"" + piece + "\" is taken or outside 0.."
                        + (byId.length - 1) + "; ids must number the pieces without gaps");
            }
            byId[id] = piece;
        });
        this.ids = Map.copyOf(ids);
        this.pieces = List.of(byId);
    }

    public int size() {
        return pieces.size();
    }

    public boolean contains(String piece) {
        return ids.containsKey(piece);
    }

    /** @throws DataException if the piece is unknown */
    public int id(String piece) {
        Integer id = ids.get(piece);
        if (id == null) {
            throw new DataException("vocabulary of " + size() + " pieces has no \"" + piece + "\"");
        }
        return id;
    }

    /** @throws DataException if the id is out of range */
    public String piece(long id) {
        if (id < 0 || id >= size()) {
            throw new DataException("id " + id + " is outside 0.." + (size() - 1));
        }
        return pieces.get((int) id);
    }
}
