package org.cotangent.cli.finetune;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.cotangent.cli.Inputs;
import org.cotangent.cli.Toolbox;
import org.cotangent.spi.ModelException;
import org.cotangent.train.Model;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fine-tunes a model to data from a CSV file or a folder of pictures. */
@Command(
        name = "finetune",
        sortOptions = false,
        description = "Fine-tune a model to the rows of a CSV file or to a folder of pictures, and save it.")
public final class FinetuneCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
    private Path file = Path.of("");

    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private SaveOptions saving = new SaveOptions();

    @Mixin
    private HeadOptions head = new HeadOptions();

    @Mixin
    private TuneOptions tuning = new TuneOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Mixin
    private Toolbox toolbox = new Toolbox();

    @Override
    public Integer call() {
        PrintWriter out = Inputs.out(spec);
        run.check();
        saving.check(file);
        if (saving.adapters != null && tuning.lora == 0) {
            throw new ModelException("--adapters needs --lora, for without there are none");
        }
        try (Model original = Model.open(toolbox.open(), file)) {
            original.warnings().forEach(warning -> out.println("note: " + warning));
            Model body = head.body(original);
            String noted = original.imported().header().metadata().get(ClassOrder.NOTE);
            TrainingData samples = ClassOrder.apply(data.read(body.graph(), file), head.hasHead(), noted);
            Model model = tuning.choose(head.attach(tuning.prepare(body, run.seed), samples, run.seed), head.hasHead());
            if (head.hasHead()) {
                out.println("the head stands on "
                        + body.graph().outputs().firstEntry().getValue());
            }
            String end = head.end(model, samples);
            FinetuneRun training = new FinetuneRun(samples, data, run);
            out.println(model.parameters().summary());
            out.println(training.describe());
            out.flush();
            Model tuned = training.train(model, end, out);
            if (saving.adapters != null) {
                tuned.saveAdapters(saving.adapters);
            }
            String form = saving.save(tuning.lora == 0 ? tuned : tuned.merged(), notes(samples));
            out.println(saving.out() + ": " + form);
            out.flush();
            return 0;
        }
    }

    /** What a file says of the classes that its scores are for. */
    private static Map<String, String> notes(TrainingData samples) {
        return samples.isClassified() ? Map.of(ClassOrder.NOTE, String.join("\n", samples.classes())) : Map.of();
    }
}
