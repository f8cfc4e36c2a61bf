package org.cotangent.train.progress;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.cotangent.train.EpochReport;
import org.cotangent.train.History;
import org.cotangent.train.StepReport;
import org.cotangent.train.TrainingListener;

/**
 * Shows epoch, loss, learning rate, samples per second and the time that is left: in one line that rewrites itself on a
 * terminal, in a line for each epoch elsewhere.
 */
public final class ConsoleProgress implements TrainingListener {
    private static final long INTERVAL = 100_000_000;

    private final PrintStream out;
    private final boolean rewriting;
    private final LongSupplier nanoTime;
    private long start;
    private long shown;
    private double startShare = Double.NaN;
    private double share;
    private long samples;
    private double lossSum;
    private int steps;
    private int width;
    private String epochOf = "";

    /** Progress on a stream; the line rewrites itself if that is the terminal's. */
    public ConsoleProgress(PrintStream out) {
        this(out, out.equals(System.out) && isTerminal(), System::nanoTime);
    }

    /**
     * Progress on a stream.
     *
     * @param rewriting whether the line rewrites itself
     * @param nanoTime a clock, such as {@link System#nanoTime}
     */
    public ConsoleProgress(PrintStream out, boolean rewriting, LongSupplier nanoTime) {
        this.out = out;
        this.rewriting = rewriting;
        this.nanoTime = nanoTime;
    }

    @SuppressWarnings("SystemConsoleNull") // JDK 25 gives null where there is no terminal
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    @Override
    public void begun(long done, History history) {
        start = nanoTime.getAsLong();
        shown = start - INTERVAL;
        startShare = Double.NaN;
        samples = 0;
        lossSum = 0;
        steps = 0;
        if (done > 0) {
            out.println("going on after step " + done);
        }
    }

    @Override
    public void stepped(StepReport step) {
        int batches = step.batches().orElse(0);
        double before = batches == 0 ? 0 : (double) step.batch() / batches;
        double after = batches == 0 ? 0 : (step.batch() + 1.0) / batches;
        if (Double.isNaN(startShare)) {
            startShare = (step.epoch() + before) / step.epochs();
        }
        share = (step.epoch() + after) / step.epochs();
        samples += step.samples();
        lossSum += step.loss();
        steps++;
        epochOf = "epoch " + (step.epoch() + 1) + "/" + step.epochs();
        long now = nanoTime.getAsLong();
        if (rewriting && now - shown >= INTERVAL) {
            shown = now;
            String place = batches == 0 ? "batch " + (step.batch() + 1) : "batch " + (step.batch() + 1) + "/" + batches;
            rewrite(epochOf + "  " + place + figures(lossSum / steps, step.learningRate()));
        }
    }

    private String figures(double loss, double learningRate) {
        return String.format(Locale.ROOT, "  loss %.4f  rate %.2g  ", loss, learningRate) + speed();
    }

    private String speed() {
        double seconds = Math.max(1e-9, (nanoTime.getAsLong() - start) * 1e-9);
        double done = share - startShare;
        String left = done > 0 ? "  " + clock(seconds * (1 - share) / done) + " left" : "";
        return String.format(Locale.ROOT, "%.0f samples/s", samples / seconds) + left;
    }

    /** {@return a time as 1:02:03 or 02:03} */
    private static String clock(double seconds) {
        Duration time = Duration.ofSeconds(Math.round(seconds));
        String text = String.format(Locale.ROOT, "%02d:%02d", time.toMinutesPart(), time.toSecondsPart());
        return time.toHours() > 0 ? time.toHours() + ":" + text : text;
    }

    private void rewrite(String line) {
        out.print('\r' + line + " ".repeat(Math.max(0, width - line.length())));
        out.flush();
        width = line.length();
    }

    @Override
    public void epochEnded(EpochReport epoch, History history) {
        String name = epochOf.isEmpty() ? "epoch " + (epoch.epoch() + 1) : epochOf;
        StringBuilder line = new StringBuilder(name + figures(epoch.loss(), epoch.learningRate()));
        epoch.metrics()
                .forEach((metric, figure) ->
                        line.append(String.format(Locale.ROOT, "  validation %s %.4f", metric, figure)));
        if (rewriting) {
            rewrite(line.toString());
            endLine();
        } else {
            out.println(line);
        }
        lossSum = 0;
        steps = 0;
    }

    @Override
    public void ended() {
        endLine();
    }

    /** Leaves the line that rewrites itself, if there is one. */
    private void endLine() {
        if (width > 0) {
            out.println();
            width = 0;
        }
    }
}
