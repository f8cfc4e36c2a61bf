package org.cotangent.cli.finetune;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.cotangent.cli.NewFile;
import org.cotangent.onnx.ModelHeader;
import org.cotangent.spi.ModelException;
import org.cotangent.train.Model;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how the tuned model is saved. */
final class SaveOptions {
    @Mixin
    private NewFile file = new NewFile();

    @Option(
            names = "--save",
            paramLabel = "patch|graph|fresh",
            description = "Patch: a copy of the file that differs in weights alone; graph: a new file with the"
                    + " documentation and metadata of the old one; fresh: a new file. Default: patch if it will do,"
                    + " else graph.")
    @Nullable
    String form;

    @Option(names = "--adapters", paramLabel = "FILE", description = "Also write the adapters, as safetensors.")
    @Nullable
    Path adapters;

    void check(Path model) {
        if (form != null && !form.equals("patch") && !form.equals("graph") && !form.equals("fresh")) {
            throw new ModelException("--save is patch, graph or fresh, not '" + form + "'");
        }
        if (file.isSpecial() && "patch".equals(form)) {
            throw new ModelException("a patched file keeps its opset and the place of its weights");
        }
        file.options();
        NewFile.requireWritable(out());
        if (adapters != null) {
            NewFile.requireWritable(adapters);
        }
        if (out().toAbsolutePath().normalize().equals(model.toAbsolutePath().normalize())) {
            throw new ModelException("--out is the model itself; choose another file");
        }
    }

    /** {@return where the model is saved} */
    Path out() {
        return file.path();
    }

    /**
     * {@return how the model was saved}
     *
     * @param notes to add to the metadata of a new file
     */
    String save(Model model, Map<String, String> notes) {
        boolean patch = form == null ? model.hasStructureOfFile() && !file.isSpecial() : form.equals("patch");
        if (patch) {
            model.patch(out());
            return "a copy of the file with other weights";
        }
        boolean fresh = "fresh".equals(form);
        ModelHeader old = model.imported().header();
        SequencedMap<String, String> metadata = new LinkedHashMap<>();
        if (!fresh) {
            metadata.putAll(old.metadata());
        }
        metadata.putAll(notes);
        ModelHeader header = new ModelHeader(
                old.irVersion(),
                old.opsets(),
                old.producer(),
                old.producerVersion(),
                fresh ? "" : old.domain(),
                fresh ? 0 : old.modelVersion(),
                fresh ? "" : old.doc(),
                metadata);
        model.save(out(), file.options().withHeader(header));
        return "a new file";
    }
}
