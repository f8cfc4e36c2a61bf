package org.cotangent.bench.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cotangent.onnx.Onnx;
import org.cotangent.onnx.TensorFiles;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.Tensor;

/**
 * The command {@code run} on a small model, from call to end: by the launcher that the variable
 * {@code COTANGENT_LAUNCHER} names, else by the class path of this process.
 */
record CommandLineRun(Setting setting) {
    private static final String LAUNCHER = "COTANGENT_LAUNCHER";
    private static final String MAIN = "org.cotangent.cli.Main";

    /** {@return the median wall-clock time of so many calls} */
    Figure figure(int runs) {
        try {
            ProcessBuilder builder = process();
            double[] times = new double[runs];
            for (int i = 0; i < runs; i++) {
                long before = System.nanoTime();
                int status = builder.start().waitFor();
                times[i] = (System.nanoTime() - before) * 1e-6;
                if (status != 0) {
                    throw new CotangentException("'" + String.join(" ", builder.command()) + "' ended with " + status);
                }
            }
            Arrays.sort(times);
            return Figure.alone("start-up", "cotangent run", setting.threads(), "ms", times[runs / 2]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CotangentException("interrupted", e);
        }
    }

    private ProcessBuilder process() throws IOException {
        InferenceWorkload tiny = SmallGraphs.tiny(16);
        Path model = tiny.file().in(setting);
        Path inputs = Files.createDirectories(setting.scratch().resolve("inputs"));
        Path outputs = Files.createDirectories(setting.scratch().resolve("outputs"));
        Graph graph = Onnx.open(model, setting.cotangent().operators()).graph();
        for (Map.Entry<String, Tensor> input :
                tiny.inputs().of(CotangentInference.sizes(graph)).entrySet()) {
            TensorFiles.write(inputs.resolve(input.getKey() + ".pb"), input.getKey(), input.getValue());
        }
        List<String> arguments =
                List.of("run", "--inputs", inputs.toString(), "--outputs", outputs.toString(), model.toString());
        String launcher = System.getenv(LAUNCHER);
        ProcessBuilder builder;
        if (launcher == null) {
            builder = ThreadedRuns.process(List.of(), Map.of(), MAIN, arguments);
        } else {
            List<String> command = new ArrayList<>(List.of(launcher));
            command.addAll(arguments);
            builder = new ProcessBuilder(command);
        }
        return builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
    }
}
