package org.cotangent.ops.internal.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.tensor.Tensor;

/** Splits strings; the parts are collected anew in every run, on the heap. */
public final class SplitStrings implements Kernel {
    private final String delimiter;
    private final long limit;

    /**
     * @param delimiter empty for white space
     * @param limit the number of splits; negative for as many as there are
     */
    public SplitStrings(String delimiter, long limit) {
        this.delimiter = delimiter;
        this.limit = limit < 0 ? Long.MAX_VALUE : limit;
    }

    @Override
    public void run(Bindings io) {
        String[] texts = io.input(0).strings();
        List<List<String>> parts = new ArrayList<>(texts.length);
        int most = 0;
        for (String text : texts) {
            List<String> found = delimiter.isEmpty() ? words(text) : fields(text);
            parts.add(found);
            most = Math.max(most, found.size());
        }
        long[] sizes = Arrays.copyOf(io.input(0).sizes(), io.input(0).rank() + 1);
        sizes[sizes.length - 1] = most;
        Tensor all = io.allocate(0, sizes);
        for (int i = 0; i < texts.length; i++) {
            List<String> found = parts.get(i);
            for (int k = 0; k < most; k++) {
                all.strings()[i * most + k] = k < found.size() ? found.get(k) : "";
            }
            if (io.hasOutput(1)) {
                io.output(1).setLong(i, found.size());
            }
        }
    }

    private List<String> fields(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        int next = text.indexOf(delimiter);
        while (next >= 0 && parts.size() < limit) {
            parts.add(text.substring(from, next));
            from = next + delimiter.length();
            next = text.indexOf(delimiter, from);
        }
        parts.add(text.substring(from));
        return parts;
    }

    private List<String> words(String text) {
        List<String> parts = new ArrayList<>();
        int from = end(text, 0, true);
        while (from < text.length()) {
            int next = parts.size() < limit ? end(text, from, false) : text.length();
            parts.add(text.substring(from, next));
            from = end(text, next, true);
        }
        return parts;
    }

    /** {@return where the run of white space, or of other characters, that begins at {@code from} ends} */
    private static int end(String text, int from, boolean space) {
        int i = from;
        while (i < text.length() && isSpace(text.charAt(i)) == space) {
            i++;
        }
        return i;
    }

    /** {@return whether Unicode calls the character white space; all of these lie in the basic plane} */
    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
