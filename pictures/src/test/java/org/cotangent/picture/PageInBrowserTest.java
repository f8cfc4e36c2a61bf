package org.cotangent.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages do in a browser what they are meant to do. */
class PageInBrowserTest {
    @TempDir
    private Path folder = Path.of("");

    /** {@return the page's elements after its script and this one ran, where the word of the latter stands} */
    private String run(Picture picture, Set<Integer> open, String script) throws IOException, InterruptedException {
        // The policy of the page would not let a second script run.
        String page = HtmlWriter.write(picture, open).replaceFirst("script-src '[^']*'", "script-src 'unsafe-inline'");
        String told = "<script>addEventListener('error', e => { document.body.dataset.error = e.message; });"
                + "const tell = value => { document.body.dataset.told = String(value); };" + script
                + "</script>\n</body>";
        String dom = shown(page.replace("</body>\n</html>", told + "\n</html>"));
        assertFalse(dom.contains("data-error"), dom);
        return dom;
    }

    /** {@return the elements of a page after its script ran} */
    private String shown(String page) throws IOException, InterruptedException {
        boolean installed = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "chromium")));
        assumeTrue(installed, "chromium is not installed: pages are not looked at in a browser");
        Path file = folder.resolve("page.html");
        Files.writeString(file, page);
        Path out = folder.resolve("out.html");
        Process browser = new ProcessBuilder(List.of(
                        "chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + Files.createTempDirectory(folder, "profile"),
                        "--window-size=1200,800",
                        "--dump-dom",
                        file.toUri().toString()))
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!browser.waitFor(5, TimeUnit.MINUTES)) {
            browser.destroyForcibly();
        }
        assertEquals(0, browser.exitValue());
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    private static String told(String dom) {
        int begin = dom.indexOf("data-told=\"") + "data-told=\"".length();
        return dom.substring(begin, dom.indexOf('"', begin));
    }

    private static String items(String dom) {
        int begin = dom.indexOf("data-items=\"") + "data-items=\"".length();
        return dom.substring(begin, dom.indexOf('"', begin));
    }

    @Test
    void groupsOpenAndFold() throws Exception {
        Picture picture = Picture.of(Samples.blocks(3), "blocks");
        long all = picture.root().groups().count() - 1 + picture.root().boxes().count();
        assertEquals(String.valueOf(all), items(run(picture, picture.everyGroup(), "")));
        assertEquals("5", items(run(picture, picture.everyGroup(), "by('fold').click();")));
        String first = "toggle(data.groups[data.root].members.find(m => data.groups[m[0]])[0]);";
        assertEquals("9", items(run(picture, Set.of(), first)));
        assertEquals("5", items(run(picture, Set.of(), first + first)));
    }

    @Test
    void searchFindsWhatIsFoldedAndShowsIt() throws Exception {
        Picture picture = Picture.of(Samples.blocks(3), "blocks");
        String dom = run(
                picture, Set.of(), "query.value = 'block.2 relu'; search(); tell(results.length); go(results[0].id);");
        assertEquals("1", told(dom));
        assertEquals("9", items(dom));
        assertTrue(dom.contains("/block.2/Relu</p>"), dom);
    }

    @Test
    void thePanelTellsOfWeights() throws Exception {
        Picture picture = Picture.of(Samples.blocks(1), "blocks");
        String dom = run(
                picture,
                picture.everyGroup(),
                "go(Number(Object.keys(data.items).find(k => data.items[k].statistics)));"
                        + "tell(document.querySelectorAll('aside svg rect').length);");
        assertEquals("48", told(dom));
        assertTrue(dom.contains("<dt>max</dt><dd>63</dd>"), dom);
        assertTrue(dom.contains("<dt>mean</dt><dd>31.5</dd>"), dom);
    }

    static List<Graph> graphs() {
        return List.of(Samples.blocks(6), Samples.branches(), Samples.strangers());
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void nothingLiesOnAnythingWhicheverGroupsAreOpen(Graph graph) throws Exception {
        Picture picture = Picture.of(graph, "graph");
        String script = """
                let bad = 0, slanted = 0, through = 0;
                for (let mask = 0; mask < 64; mask++) {
                  open.clear();
                  Object.keys(data.groups).map(Number).filter(g => g !== data.root)
                    .forEach((g, i) => { if (mask & (1 << i)) open.add(g); });
                  arrange();
                  const boxes = scene.items.filter(i => !i.open);
                  for (const a of boxes) for (const b of boxes) {
                    if (a !== b && a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height) bad++;
                  }
                  for (const l of scene.lines) for (let i = 1; i < l.points.length; i++) {
                    const a = l.points[i - 1], b = l.points[i];
                    if (Math.abs(a.x - b.x) > 0.2 && Math.abs(a.y - b.y) > 0.2) slanted++;
                    const left = Math.min(a.x, b.x), right = Math.max(a.x, b.x), top = Math.min(a.y, b.y), bottom = Math.max(a.y, b.y);
                    for (const box of boxes) {
                      if (right > box.x + 1 && left < box.x + box.width - 1 && bottom > box.y + 1 && top < box.y + box.height - 1) through++;
                    }
                  }
                }
                tell(bad + ' overlaps, ' + slanted + ' slanted, ' + through + ' through boxes');
                """;
        assertEquals("0 overlaps, 0 slanted, 0 through boxes", told(run(picture, Set.of(), script)));
    }

    @Test
    void hostileNamesStayText() throws Exception {
        Picture picture = Picture.of(Samples.hostile(), Samples.HOSTILE);
        String dom = run(
                picture,
                picture.everyGroup(),
                "go(scene.items.find(i => i.data.kind === 'operator').id);"
                        + "tell(document.querySelectorAll('x').length + ' ' + document.scripts.length);");
        assertEquals("0 3", told(dom));
        assertTrue(dom.contains("a&lt;/script&gt;&lt;x&gt;"), dom);
    }

    @Test
    void thePolicyLetsThePageRunAndNothingElse() throws Exception {
        Picture picture = Picture.of(Samples.blocks(2), "blocks");
        String page = HtmlWriter.write(picture, picture.everyGroup());
        String stranger = "<img src='data:,' onerror='document.body.dataset.told = 1'>"
                + "<script>document.body.dataset.told = 2</script></body>";
        String dom = shown(page.replace("</body>\n</html>", stranger + "\n</html>"));
        assertEquals("12", items(dom));
        assertFalse(dom.contains("data-told"), dom);
        assertTrue(dom.contains("<i style=\"background: var(--activation-fill)"), "the legend has its colours");
    }

    @Test
    void fitShowsAllOfATallPicture() throws Exception {
        Picture picture = Picture.of(Samples.chain(900), "chain");
        String script = "by('unfold').click(); fit(); tell([camera.x, camera.y].every(v => v >= 0)"
                + " && camera.x + scene.width * camera.scale <= innerWidth"
                + " && camera.y + scene.height * camera.scale <= innerHeight);";
        assertEquals("true", told(run(picture, Set.of(), script)));
    }

    @Test
    void aGraphOfNothingIsAPage() throws Exception {
        Picture picture = Picture.of(new GraphBuilder("nothing", Samples.OPERATORS).build(), "nothing");
        assertEquals("0", items(run(picture, picture.everyGroup(), "by('fit').click(); query.value = 'x'; search();")));
    }

    @Test
    void weightsWithoutAFiniteElementHaveNoHistogram() throws Exception {
        GraphBuilder builder = new GraphBuilder("broken", Samples.OPERATORS);
        double[] elements = new double[9];
        Arrays.fill(elements, Double.NaN);
        Value broken = builder.initializer("broken", Tensor.of(DType.FLOAT, elements, 9));
        builder.output("y", Samples.emit(builder, "Exp", "exp", List.of(broken)));
        Picture picture = Picture.of(builder.build(), "broken");
        String dom = run(
                picture,
                picture.everyGroup(),
                "go(scene.items.find(i => i.data.kind === 'initializer').id);"
                        + "tell(document.querySelectorAll('aside svg').length);");
        assertEquals("0", told(dom));
        assertTrue(dom.contains("<dt>not finite</dt><dd>9</dd>"), dom);
        assertFalse(dom.contains("<dd>undefined"), dom);
    }

    @Test
    void linesMeetANodeWithGraphsApartFromOneAnother() throws Exception {
        Picture picture = Picture.of(Samples.branches(), "branches");
        String script = "const choice = scene.items.find(i => i.data.label === 'If').id;"
                + "const ends = scene.lines.filter(l => l.line.to === choice).map(l => l.points[l.points.length - 1].x);"
                + "tell(ends.length + ' ' + (Math.abs(ends[0] - ends[1]) > 5));";
        assertEquals("2 true", told(run(picture, picture.everyGroup(), script)));
    }
}
