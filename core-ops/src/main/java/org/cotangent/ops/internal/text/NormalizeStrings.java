package org.cotangent.ops.internal.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Tensor;

/** Leaves out stop words and changes the case of what remains, which is collected anew in every run, on the heap. */
public final class NormalizeStrings implements Kernel {
    private final Locale locale;
    private final String action;
    private final boolean caseSensitive;
    private final Set<String> stopWords;

    public NormalizeStrings(Attributes attributes) {
        locale = locale(attributes.text("locale"));
        action = attributes.text("case_change_action");
        caseSensitive = attributes.flag("is_case_sensitive");
        stopWords = attributes.texts("stopwords").stream().map(this::key).collect(Collectors.toSet());
    }

    /** {@return the locale of a name such as en_US or en_US.UTF-8} */
    private static Locale locale(String name) {
        return Locale.forLanguageTag(name.replaceAll("[.@].*", "").replace('_', '-'));
    }

    /** {@return what two strings have in common if they are the same stop word} */
    private String key(String text) {
        return caseSensitive ? text : text.toUpperCase(locale).toLowerCase(locale);
    }

    private String changed(String text) {
        return switch (action) {
            case "LOWER" -> text.toLowerCase(locale);
            case "UPPER" -> text.toUpperCase(locale);
            default -> text;
        };
    }

    @Override
    public void run(Bindings io) {
        Tensor x = io.input(0);
        String[] left = Arrays.stream(x.strings())
                .filter(text -> stopWords.isEmpty() || !stopWords.contains(key(text)))
                .map(this::changed)
                .toArray(String[]::new);
        long[] sizes = x.sizes();
        sizes[sizes.length - 1] = Math.max(1, left.length);
        String[] output = io.allocate(0, sizes).strings();
        Arrays.fill(output, "");
        System.arraycopy(left, 0, output, 0, left.length);
    }
}
