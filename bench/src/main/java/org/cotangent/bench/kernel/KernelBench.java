package org.cotangent.bench.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.cotangent.cpu.ComputePool;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Times the kernels in Java beside oneDNN's. Samples of both alternate, so that a busy machine slows both: trust the
 * ratio, which is the median of the ratios of neighbouring samples, more than the rates. One thread is measured by its
 * processor time, several by the clock.
 */
@Command(name = "kernels", mixinStandardHelpOptions = true, description = "Time kernels in Java beside oneDNN's.")
public final class KernelBench implements Callable<Integer> {

    private static final String NATIVE = "oneDNN";

    @Option(names = "--threads", paramLabel = "N", description = "Compute threads (default 1).")
    private int threads = 1;

    @Option(names = "--only", paramLabel = "REGEX", description = "Cases whose name the expression finds.")
    private Pattern only = Pattern.compile("");

    @Option(names = "--samples", paramLabel = "N", description = "Samples of each kernel (default 15).")
    private int samples = 15;

    @Option(names = "--millis", paramLabel = "N", description = "Length of a sample (default 20).")
    private int millis = 20;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Milliseconds of warm-up of each kernel (default 2000).")
    private int warmUp = 2000;

    private KernelBench() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new KernelBench()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<KernelProvider> java = new ArrayList<>();
        List<KernelProvider> peer = new ArrayList<>();
        for (KernelProvider provider : ServiceLoader.load(KernelProvider.class)) {
            (provider.name().equals(NATIVE) ? peer : java).add(provider);
        }
        Cotangent cotangent = Cotangent.load();
        System.out.printf(
                "%-55s %8s %8s %6s %6s  G/s and bytes allocated per run, %d threads%n",
                "", "Java", NATIVE, "ratio", "bytes", threads);
        try (ComputePool pool = new ComputePool(threads)) {
            for (KernelCase called : KernelCases.all()) {
                if (only.matcher(called.name()).find()) {
                    KernelTimer timer = new KernelTimer(cotangent, called, pool);
                    compare(called.name(), timer, timer.best(java), timer.best(peer));
                }
            }
        }
        return 0;
    }

    private void compare(String name, KernelTimer timer, Offer.@Nullable Accepted ours, Offer.@Nullable Accepted theirs)
            throws Exception {
        try (Kernel java = kernel(ours);
                Kernel peer = kernel(theirs)) {
            long nanos = millis * 1_000_000L;
            int javaRuns = java == null ? 0 : timer.runs(java, nanos, warmUp * 1_000_000L);
            int peerRuns = peer == null ? 0 : timer.runs(peer, nanos, warmUp * 250_000L);
            double[] javaRates = new double[samples];
            double[] peerRates = new double[samples];
            double[] ratios = new double[samples];
            for (int i = 0; i < samples; i++) {
                javaRates[i] = java == null ? Double.NaN : timer.rate(java, javaRuns);
                peerRates[i] = peer == null ? Double.NaN : timer.rate(peer, peerRuns);
                ratios[i] = javaRates[i] / peerRates[i];
            }
            System.out.printf(
                    "%-55s %8.1f %8.1f %6.2f %6d  %s%n",
                    name,
                    median(javaRates),
                    median(peerRates),
                    median(ratios),
                    java == null ? 0 : timer.allocated(java),
                    (ours == null ? "none" : ours.description()) + " | "
                            + (theirs == null ? "none" : theirs.description()));
        }
    }

    private static @Nullable Kernel kernel(Offer.@Nullable Accepted offer) {
        return offer == null ? null : offer.kernel().get();
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
