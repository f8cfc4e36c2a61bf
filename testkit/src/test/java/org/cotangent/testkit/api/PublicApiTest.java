package org.cotangent.testkit.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.Laws;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The public API of the modules that others compile against is what {@code api.txt} of the module says. So no change
 * goes unseen: {@code -Dcotangent.api=write} writes the files, and the difference shows what others will notice.
 */
class PublicApiTest {
    /** Something with members of all kinds. */
    public sealed interface Example<T extends Comparable<T>> extends AutoCloseable {
        /** A constant. */
        int SIZE = 3;

        /** One of two. */
        record Pair<T extends Comparable<T>>(
                T first, @Nullable List<? extends T> rest) implements Example<T> {
            @Override
            public void close() {}
        }

        /** The other. */
        abstract non-sealed class Open<T extends Comparable<T>> implements Example<T> {
            protected final int[] sizes = {};

            int hidden;

            protected Open(long... sizes) {}

            protected abstract @Nullable T first(String name) throws IOException;

            void unseen() {}
        }

        default <S> S cast(Class<S> type) {
            return type.cast(this);
        }
    }

    @ParameterizedTest
    @CsvSource({"spi", "testkit"})
    void isWhatIsWrittenDown(String module) throws IOException {
        List<String> lines =
                PublicApi.of(module.equals("spi") ? Tensor.class : Laws.class).lines();
        Path file = Path.of("..", module, "api.txt");
        if (System.getProperty("cotangent.api", "").equals("write")) {
            Files.write(file, lines);
        }
        List<String> written = Files.readAllLines(file);
        List<String> gone = withClasses(written);
        List<String> added = withClasses(lines);
        gone.removeAll(withClasses(lines));
        added.removeAll(withClasses(written));
        assertTrue(
                written.equals(lines),
                () -> "the public API of " + module + " has changed. Gone, which breaks others: " + gone + "; new: "
                        + added + ". If it is meant, run this test with -Dcotangent.api=write");
    }

    /** {@return the lines, those of members behind that of their class} */
    private static List<String> withClasses(List<String> lines) {
        List<String> whole = new ArrayList<>();
        String type = "";
        for (String line : lines) {
            boolean member = line.startsWith(" ");
            type = member ? type : line;
            whole.add(member ? type + " {" + line.strip() + "}" : line);
        }
        return whole;
    }

    @Test
    void everyKindOfMemberIsSeen() {
        String name = PublicApiTest.class.getName() + ".Example";
        assertEquals(
                List.of(
                        "sealed interface " + name + "<T extends Comparable<T>> : AutoCloseable permits Open, Pair",
                        "    default <S> S cast(Class<S>)",
                        "    static final int SIZE"),
                PublicApi.lines(Example.class));
        assertEquals(
                List.of(
                        "record " + name + ".Pair<T extends Comparable<T>>(T first, @Nullable List<? extends T> rest)"
                                + " : PublicApiTest.Example<T>",
                        "    @Nullable List<? extends T> rest()",
                        "    T first()",
                        "    new(T, @Nullable List<? extends T>)",
                        "    void close()"),
                PublicApi.lines(Example.Pair.class));
        assertEquals(
                List.of(
                        "abstract class " + name + ".Open<T extends Comparable<T>> : PublicApiTest.Example<T>",
                        "    protected abstract @Nullable T first(String) throws IOException",
                        "    protected final int[] sizes",
                        "    protected new(long...)"),
                PublicApi.lines(Example.Open.class));
    }
}
