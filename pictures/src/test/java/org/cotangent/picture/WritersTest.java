package org.cotangent.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.cotangent.picture.Item.Box;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What is written is well-formed and complete, whatever things are called. */
class WritersTest {
    private static final Pattern STATEMENT = Pattern.compile(
            "digraph \"S\" \\{|\\s*(?:\\w+=\"S\"|\\w+=\\w+|\\w+=[\\d.]+|[;, ])+|\\s*(?:node|edge) \\[.*];|"
                    + "\\s*n\\d+ \\[.*];|\\s*n\\d+ -> n\\d+ \\[.*];|\\s*subgraph cluster_\\d+ \\{|\\s*}");

    static List<Picture> pictures() {
        return List.of(
                Picture.of(Samples.blocks(5), "blocks"),
                Picture.of(Samples.branches(), "branches"),
                Picture.of(new GraphBuilder("nothing", Samples.OPERATORS).build(), "nothing"),
                Picture.of(Samples.hostile(), Samples.HOSTILE));
    }

    private static Document parsed(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static List<String> ids(Document document) {
        List<String> ids = new ArrayList<>();
        NodeList groups = document.getElementsByTagName("g");
        for (int i = 0; i < groups.getLength(); i++) {
            String id = ((Element) groups.item(i)).getAttribute("id");
            if (id.startsWith("n")) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static Set<String> wanted(Picture picture) {
        Set<String> wanted = new TreeSet<>();
        picture.root().groups().skip(1).forEach(group -> wanted.add("n" + group.id()));
        picture.root().boxes().map(Box::id).forEach(id -> wanted.add("n" + id));
        return wanted;
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void svgHasEverythingOnceWhenAllIsOpen(Picture picture) throws Exception {
        List<String> ids = ids(parsed(SvgWriter.write(picture, picture.everyGroup())));
        assertEquals(wanted(picture), new TreeSet<>(ids));
        assertEquals(wanted(picture).size(), ids.size());
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void svgHasWhatIsSeenWhenAllIsFolded(Picture picture) throws Exception {
        List<String> ids = ids(parsed(SvgWriter.write(picture, Set.of())));
        assertEquals(
                picture.root().members().stream().map(item -> "n" + item.id()).collect(Collectors.toSet()),
                Set.copyOf(ids));
        assertEquals(picture.root().members().size(), ids.size());
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void dotHasEveryBoxAndEveryWire(Picture picture) {
        String dot = DotWriter.write(picture);
        List<String> lines = dot.lines().toList();
        picture.root()
                .boxes()
                .forEach(box -> assertEquals(
                        1,
                        lines.stream()
                                .filter(line -> line.strip().startsWith("n" + box.id() + " ["))
                                .count(),
                        dot));
        assertEquals(
                picture.wires().size(),
                lines.stream().filter(line -> line.contains(" -> n")).count(),
                dot);
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void dotIsMadeOfStatements(Picture picture) {
        // Strings first: a quote within one is escaped, so whatever they hold goes away with them.
        String dot = DotWriter.write(picture).replaceAll("\"(?:[^\"\\\\]|\\\\.)*\"", "\"S\"");
        for (String line : dot.lines().toList()) {
            assertTrue(STATEMENT.matcher(line).matches(), line);
        }
        assertEquals(
                dot.chars().filter(c -> c == '{').count(),
                dot.chars().filter(c -> c == '}').count());
    }

    @Test
    void theTextOfAPageEndsNoElementEarly() {
        Picture picture = Picture.of(Samples.hostile(), Samples.HOSTILE);
        String page = HtmlWriter.write(picture, picture.everyGroup());
        assertEquals(2, count(page, "</script>"));
        assertEquals(0, count(page, "<x>"));
        assertEquals(0, count(page, "<img"));
        assertEquals(0, count(page, "<!--"));
        assertTrue(page.chars().allMatch(c -> c >= ' ' || c == '\n'), "control characters");
    }

    @Test
    void aPageAsksForNothing() {
        Picture picture = Picture.of(Samples.blocks(2), "blocks");
        String page = HtmlWriter.write(picture, picture.everyGroup());
        assertTrue(page.contains("default-src 'none'"));
        assertFalse(Pattern.compile("(?:src|href)=|@import|url\\(|fetch\\(")
                .matcher(page)
                .find());
    }

    /** Even a text that got out of its element would not run: the policy knows this script and no other. */
    @Test
    void thePolicyNamesTheScriptAndTheStyleOfThePage() throws Exception {
        Picture picture = Picture.of(Samples.hostile(), Samples.HOSTILE);
        String page = HtmlWriter.write(picture, picture.everyGroup());
        assertFalse(page.contains("unsafe-"));
        for (String element : List.of("style", "script")) {
            String text = page.substring(
                    page.indexOf("<" + element + ">") + element.length() + 2, page.lastIndexOf("</" + element + ">"));
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            assertTrue(
                    page.contains(
                            element + "-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'"),
                    element);
        }
        assertFalse(Pattern.compile("<[^>]* (?:style|on[a-z]+)=")
                .matcher(page.split("<script", 2)[0])
                .find());
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void whatIsWrittenIsTheSameEveryTime(Picture picture) {
        assertEquals(DotWriter.write(picture), DotWriter.write(picture));
        for (Set<Integer> open : List.of(picture.everyGroup(), Set.<Integer>of())) {
            assertEquals(SvgWriter.write(picture, open), SvgWriter.write(picture, open));
            assertEquals(HtmlWriter.write(picture, open), HtmlWriter.write(picture, open));
        }
    }

    @Test
    void theTitleOfAGroupStaysWithinIt() throws Exception {
        String scope = "a".repeat(300);
        GraphBuilder builder = new GraphBuilder("long", Samples.OPERATORS);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 2));
        Value y = Samples.emit(builder, "Exp", "/" + scope + "/1", List.of(x));
        builder.output("y", Samples.emit(builder, "Neg", "/" + scope + "/2", List.of(y)));
        Picture picture = Picture.of(builder.build(), "long");
        String svg = SvgWriter.write(picture, picture.everyGroup());
        NodeList texts = parsed(svg).getElementsByTagName("text");
        for (int i = 0; i < texts.getLength(); i++) {
            assertTrue(
                    texts.item(i).getTextContent().length() < 50, texts.item(i).getTextContent());
        }
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
