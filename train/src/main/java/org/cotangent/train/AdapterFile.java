package org.cotangent.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.checkpoint.SafeTensors;
import org.cotangent.train.internal.Adapter;
import org.cotangent.train.internal.NearNames;
import org.cotangent.train.internal.WeightUses;
import org.cotangent.train.tune.LoRA;
import org.jspecify.annotations.Nullable;

/**
 * Low-rank adapters as a safetensors file: for each weight {@code NAME.lora_A [rank, in, kernel...]} and
 * {@code NAME.lora_B [out, rank]}, and among the notes {@code NAME.alpha}.
 */
final class AdapterFile {
    private static final String ALPHA = ".alpha";

    private AdapterFile() {}

    static void write(Iterable<Adapter> adapters, Path file) {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        Map<String, String> notes = new LinkedHashMap<>(Map.of("format", "lora"));
        for (Adapter adapter : adapters) {
            tensors.put(adapter.nameOfA(), adapter.a());
            tensors.put(adapter.nameOfB(), adapter.b());
            notes.put(adapter.weight() + ALPHA, Double.toString(adapter.form().alpha()));
        }
        if (tensors.isEmpty()) {
            throw new ModelException("the model has no adapters that '" + file + "' could hold");
        }
        new SafeTensors(tensors, notes).write(file);
    }

    /**
     * {@return the adapters in a file}
     *
     * @param adaptable the weights that can have some
     * @throws ModelException that names what does not fit these weights
     */
    static SequencedMap<String, Adapter> read(Path file, Map<String, WeightUses.Use> adaptable) {
        SafeTensors content = SafeTensors.read(file);
        List<String> problems = new ArrayList<>();
        SequencedMap<String, Adapter> adapters = new LinkedHashMap<>();
        for (String name : content.tensors().keySet()) {
            String weight = name.replaceFirst("\\.lora_[AB]$", "");
            WeightUses.Use use = adaptable.get(weight);
            Tensor a = content.tensors().get(Adapter.nameOfA(weight));
            Tensor b = content.tensors().get(Adapter.nameOfB(weight));
            if (a == null || b == null || weight.equals(name)) {
                problems.add("'" + name + "' is no half of an adapter whose other half is there");
            } else if (use == null) {
                problems.add("the model has no weight '" + weight + "' that can be adapted; close ones are "
                        + NearNames.of(weight, adaptable.keySet()));
            } else if (!Adapter.fits(use, a, b)) {
                problems.add("'" + weight + "' " + use.weight().type() + " cannot be changed by A " + a.type()
                        + " and B " + b.type());
            } else {
                double alpha = alpha(file, content.metadata().get(weight + ALPHA), a.size(0));
                adapters.put(weight, new Adapter(weight, a.copy(), b.copy(), new LoRA((int) a.size(0), alpha, 0)));
            }
        }
        if (!problems.isEmpty() || adapters.isEmpty()) {
            String what = problems.isEmpty() ? "there are no adapters in it" : String.join("; ", problems);
            throw new ModelException(file + ": " + what);
        }
        return adapters;
    }

    private static double alpha(Path file, @Nullable String note, long rank) {
        try {
            return note == null ? rank : Double.parseDouble(note);
        } catch (NumberFormatException e) {
            throw new ModelException(file + ": alpha is '" + note + "', which is no number", e);
        }
    }
}
