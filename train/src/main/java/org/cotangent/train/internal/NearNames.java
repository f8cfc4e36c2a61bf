package org.cotangent.train.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The names that somebody may have meant. */
public final class NearNames {
    private static final int SHOWN = 5;

    private NearNames() {}

    /** {@return the few of these names that are most like the one that is not there, the nearest first} */
    public static List<String> of(String wanted, Collection<String> names) {
        String plain = plain(wanted);
        return names.stream()
                .distinct()
                .sorted(Comparator.comparingDouble((String name) -> distance(plain, plain(name)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SHOWN)
                .toList();
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[*?/]+", ".");
    }

    /** The edits from one to the other, where leaving out parts of a longer one costs less. */
    private static double distance(String one, String other) {
        double[] row = new double[other.length() + 1];
        double gap = other.length() > one.length() ? 0.2 : 1;
        double skip = one.length() > other.length() ? 0.6 : 1;
        for (int j = 0; j < row.length; j++) {
            row[j] = j * gap;
        }
        double[] before = new double[row.length];
        for (int i = 1; i <= one.length(); i++) {
            System.arraycopy(row, 0, before, 0, row.length);
            row[0] = i * skip;
            for (int j = 1; j < row.length; j++) {
                double change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(before[j - 1] + change, Math.min(before[j] + skip, row[j - 1] + gap));
            }
        }
        return row[other.length()];
    }
}
