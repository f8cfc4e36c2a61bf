package org.cotangent.train.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.cotangent.train.EpochReport;
import org.cotangent.train.History;
import org.cotangent.train.StepReport;
import org.cotangent.train.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/** What is shown on a console, and the curves. */
class ProgressTest {
    @TempDir
    Path folder;

    private static History tell(TrainingListener listener, AtomicLong clock, int epochs) {
        List<EpochReport> reports = new ArrayList<>();
        listener.begun(0, new History(List.of(), OptionalInt.empty(), false));
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (int batch = 0; batch < 2; batch++) {
                clock.addAndGet(1_000_000_000L);
                listener.stepped(new StepReport(
                        epoch, epochs, batch, OptionalInt.of(2), 2L * epoch + batch + 1, 50, 1.5 - epoch, 1, 0.001));
            }
            reports.add(new EpochReport(
                    epoch,
                    2L * epoch + 2,
                    1.5 - epoch,
                    0.001,
                    new LinkedHashMap<>(Map.of("accuracy", 0.25 * (epoch + 1)))));
            listener.epochEnded(reports.getLast(), new History(reports, OptionalInt.empty(), false));
        }
        listener.ended();
        return new History(reports, OptionalInt.empty(), false);
    }

    private static String console(boolean rewriting) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        AtomicLong clock = new AtomicLong();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        tell(new ConsoleProgress(out, rewriting, clock::get), clock, 2);
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void elsewhereAnEpochIsALine() {
        assertEquals("""
            epoch 1/2  loss 1.5000  rate 0.0010  50 samples/s  00:02 left  validation accuracy 0.2500
            epoch 2/2  loss 0.5000  rate 0.0010  50 samples/s  00:00 left  validation accuracy 0.5000
            """, console(false));
    }

    @Test
    void onATerminalTheLineIsRewritten() {
        String text = console(true);
        assertTrue(
                text.startsWith("\repoch 1/2  batch 1/2  loss 1.5000  rate 0.0010  50 samples/s  00:03 left\r"), text);
        assertEquals(2, text.chars().filter(c -> c == '\n').count(), text);
        assertTrue(text.endsWith("validation accuracy 0.5000\n"), text);
    }

    @Test
    void aRunThatGoesOnKnowsWhatIsLeft() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        AtomicLong clock = new AtomicLong();
        ConsoleProgress progress =
                new ConsoleProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), true, clock::get);
        progress.begun(150, new History(List.of(), OptionalInt.empty(), false));
        clock.addAndGet(1_000_000_000L);
        progress.stepped(new StepReport(1, 4, 50, OptionalInt.of(100), 151, 1, 1, 1, 1));
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("going on after step 150"), text);
        assertTrue(text.contains("04:09 left"), text + ": 249 steps of a second");
    }

    @Test
    void curvesAreWellFormed() throws ParserConfigurationException, IOException, SAXException {
        Path file = folder.resolve("curves.svg");
        History history = tell(new Curves(file), new AtomicLong(), 3);
        assertEquals(Curves.svg(history), Files.readString(file));
        Document svg = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        assertEquals(3, svg.getElementsByTagName("polyline").getLength(), "loss, accuracy, learning rate");
        String points = svg.getElementsByTagName("polyline")
                .item(0)
                .getAttributes()
                .getNamedItem("points")
                .getNodeValue();
        assertEquals("64.0,32.0 64.0,32.0 344.0,148.0 624.0,264.0", points);
    }

    @Test
    void gapsAndConstantsAreDrawn() throws ParserConfigurationException, IOException, SAXException {
        List<EpochReport> epochs = new ArrayList<>();
        double[] losses = {1, Double.NaN, Double.POSITIVE_INFINITY, 2, 3};
        for (int i = 0; i < losses.length; i++) {
            epochs.add(new EpochReport(i, i, losses[i], 0.1, new LinkedHashMap<>(Map.of("a<b&c", 7.0))));
        }
        for (int count = 0; count <= losses.length; count++) {
            String svg = Curves.svg(new History(epochs.subList(0, count), OptionalInt.empty(), false));
            Document document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
            int expected = count == 0 ? 0 : count < 4 ? 3 : 4;
            assertEquals(expected, document.getElementsByTagName("polyline").getLength(), svg);
            assertTrue(!svg.contains("NaN") && !svg.contains("Infinity"), svg);
        }
    }

    @Test
    void aPageHasTheNumbers() throws IOException {
        Path file = folder.resolve("curves.html");
        tell(new Curves(file), new AtomicLong(), 2);
        String page = Files.readString(file);
        assertTrue(page.contains("<svg ") && page.endsWith("</html>\n"), page);
        assertTrue(page.contains("<tr><td>2</td><td>4</td><td>0.500000</td><td>0.500000</td>"), page);
        assertTrue(!page.contains("http:") || page.indexOf("http:") == page.indexOf("http://www.w3.org"), page);
    }
}
