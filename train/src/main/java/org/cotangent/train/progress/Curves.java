package org.cotangent.train.progress;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.cotangent.onnx.wire.AtomicFile;
import org.cotangent.train.EpochReport;
import org.cotangent.train.History;
import org.cotangent.train.TrainingListener;

/**
 * Draws loss, metrics and learning rate over the epochs into a file that needs nothing else, after each epoch anew:
 * SVG, or, if the file's name ends in {@code .html}, a page with the drawing and a table of the numbers.
 */
public final class Curves implements TrainingListener {
    private final Path file;

    /** Curves in a file; its folder must be there. */
    public Curves(Path file) {
        this.file = file;
    }

    @Override
    public void epochEnded(EpochReport epoch, History history) {
        boolean page = file.toString().toLowerCase(Locale.ROOT).endsWith(".html");
        byte[] text = (page ? html(history) : svg(history)).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, out -> AtomicFile.append(out, MemorySegment.ofArray(text)));
    }

    /** {@return a drawing} */
    public static String svg(History history) {
        List<Chart> charts = charts(history);
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" "
                        + "font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">\n",
                Chart.width(), charts.size() * Chart.height(), Chart.width()));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        for (int i = 0; i < charts.size(); i++) {
            svg.append(charts.get(i).group(i * Chart.height()));
        }
        return svg.append("</svg>\n").toString();
    }

    private static List<Chart> charts(History history) {
        Chart losses = new Chart("loss").add(curve("training", history.losses()));
        List<Chart> charts = new ArrayList<>(List.of(losses));
        for (String name : metrics(history)) {
            if (name.equals("loss")) {
                losses.add(curve("validation", history.metric(name)));
            } else {
                charts.add(new Chart(name).add(curve("validation", history.metric(name))));
            }
        }
        double[] rates =
                history.epochs().stream().mapToDouble(EpochReport::learningRate).toArray();
        charts.add(new Chart("learning rate").add(curve("last step of the epoch", rates)));
        return charts;
    }

    private static Set<String> metrics(History history) {
        Set<String> names = new LinkedHashSet<>();
        history.epochs().forEach(epoch -> names.addAll(epoch.metrics().keySet()));
        return names;
    }

    private static Chart.Curve curve(String name, double[] values) {
        return new Chart.Curve(name, Arrays.stream(values).boxed().toList());
    }

    /** {@return a page with the drawing and the numbers} */
    public static String html(History history) {
        Set<String> metrics = metrics(history);
        StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<title>Training</title><style>body{font-family:sans-serif}td,th{padding:2px 12px;"
                + "text-align:right}</style></head><body>\n");
        page.append(svg(history)).append("<table>\n<tr><th>epoch</th><th>steps</th><th>loss</th>");
        metrics.forEach(name -> page.append("<th>").append(Chart.escaped(name)).append("</th>"));
        page.append("<th>learning rate</th></tr>\n");
        for (EpochReport epoch : history.epochs()) {
            page.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%d</td><td>%d</td><td>%.6g</td>",
                    epoch.epoch() + 1,
                    epoch.steps(),
                    epoch.loss()));
            for (String name : metrics) {
                page.append(String.format(
                        Locale.ROOT, "<td>%.6g</td>", epoch.metrics().getOrDefault(name, Double.NaN)));
            }
            page.append(String.format(Locale.ROOT, "<td>%.3g</td></tr>\n", epoch.learningRate()));
        }
        return page.append("</table>\n</body></html>\n").toString();
    }
}
