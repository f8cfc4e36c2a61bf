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
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages do in a browser what they are meant to do. */
class PageInBrowserTest {
    @TempDir
    private Path folder = Path.of("");

    /** {@return the page's elements after its script and this one ran, where the word of the latter stands} */
    private String run(Picture picture, Set<Integer> open, String script) throws IOException, InterruptedException {
        boolean installed = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "chromium")));
        assumeTrue(installed, "chromium is not installed: pages are not looked at in a browser");
        String page = HtmlWriter.write(picture, open);
        String told = "<script>addEventListener('error', e => { document.body.dataset.error = e.message; });"
                + "const tell = value => { document.body.dataset.told = String(value); };" + script
                + "</script>\n</body>";
        Path file = folder.resolve("page.html");
        Files.writeString(file, page.replace("</body>\n</html>", told + "\n</html>"));
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
        String dom = Files.readString(out, StandardCharsets.UTF_8);
        assertFalse(dom.contains("data-error"), dom);
        return dom;
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

    @Test
    void nothingLiesOnAnythingWhicheverGroupsAreOpen() throws Exception {
        Picture picture = Picture.of(Samples.blocks(6), "blocks");
        String script = """
                let bad = 0, lines = 0;
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
                    if (Math.abs(a.x - b.x) > 0.2 && Math.abs(a.y - b.y) > 0.2) lines++;
                  }
                }
                tell(bad + ' overlaps, ' + lines + ' slanted');
                """;
        assertEquals("0 overlaps, 0 slanted", told(run(picture, Set.of(), script)));
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
        assertTrue(dom.contains("a&lt;/script&gt;&lt;x&gt;&amp;"), dom);
    }
}
