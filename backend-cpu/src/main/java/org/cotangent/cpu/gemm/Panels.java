package org.cotangent.cpu.gemm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.cpu.primitive.GemmTile;

/**
 * The rows of a left operand, cut into panels that are as high as some tile: mostly the highest, and such others at the
 * end that few rows are filled up.
 *
 * @param <A> the array type of the numbers
 */
final class Panels<A> {

    /** What a tile costs beside its rows, in rows. */
    private static final int OVERHEAD = 1;
    /** A tile of fewer rows waits for the right operand: it costs as much as one of so many. */
    private static final int LEAST_COST = 6;

    private final List<GemmTile<A>> tiles = new ArrayList<>();
    private final int[] first;
    private final int rows;

    /** @param tiles to choose from, those with most rows first */
    Panels(List<GemmTile<A>> tiles, int rows) {
        this.rows = rows;
        GemmTile<A> highest = tiles.getFirst();
        int rest = rows % highest.rows() + (rows < highest.rows() ? 0 : highest.rows());
        for (int i = 0; i < (rows - rest) / highest.rows(); i++) {
            this.tiles.add(highest);
        }
        this.tiles.addAll(cheapest(tiles, rest));
        this.first = new int[this.tiles.size() + 1];
        for (int panel = 0; panel < count(); panel++) {
            first[panel + 1] = first[panel] + this.tiles.get(panel).rows();
        }
    }

    private static <A> List<GemmTile<A>> cheapest(List<GemmTile<A>> tiles, int rows) {
        int[] cost = new int[rows + 1];
        List<List<GemmTile<A>>> best = new ArrayList<>(List.of(List.of()));
        Arrays.fill(cost, 1, rows + 1, Integer.MAX_VALUE);
        for (int covered = 1; covered <= rows; covered++) {
            best.add(List.of());
            for (GemmTile<A> tile : tiles) {
                int before = Math.max(0, covered - tile.rows());
                int candidate = cost[before] + Math.max(LEAST_COST, tile.rows()) + OVERHEAD;
                if (candidate < cost[covered]) {
                    cost[covered] = candidate;
                    List<GemmTile<A>> extended = new ArrayList<>(best.get(before));
                    extended.add(tile);
                    extended.sort((x, y) -> y.rows() - x.rows());
                    best.set(covered, extended);
                }
            }
        }
        return best.get(rows);
    }

    int count() {
        return tiles.size();
    }

    GemmTile<A> tile(int panel) {
        return tiles.get(panel);
    }

    /** {@return the first row of a panel; for {@link #count()}, all rows, those that fill up included} */
    int first(int panel) {
        return first[panel];
    }

    /** {@return the rows of a panel that exist} */
    int rows(int panel) {
        return Math.min(first[panel + 1], rows) - first[panel];
    }

    /**
     * {@return the panel after the longest run of panels from {@code from} on that together have at most {@code most}
     * rows}
     */
    int end(int from, int to, int most) {
        int end = from + 1;
        while (end < to && first[end + 1] - first[from] <= most) {
            end++;
        }
        return end;
    }
}
