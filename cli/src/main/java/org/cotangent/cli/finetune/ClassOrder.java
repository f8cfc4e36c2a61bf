package org.cotangent.cli.finetune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.data.Dataset;
import org.cotangent.train.data.Sample;
import org.jspecify.annotations.Nullable;

/**
 * Which score is for which class. A model that keeps its scores has its own order: that which its metadata note under
 * {@value #NOTE}, a class a line; else numbers name the scores. A new head has the classes of the data, numbers in
 * their order, other names in that of the alphabet.
 */
final class ClassOrder {
    static final String NOTE = "classes";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

    private ClassOrder() {}

    /**
     * {@return the data with the classes in the order of the scores}
     *
     * @param noted what the metadata of a model that keeps its scores say of its classes
     */
    static TrainingData apply(TrainingData data, boolean newHead, @Nullable String noted) {
        if (!data.isClassified()) {
            return data;
        }
        boolean numbers =
                data.classes().stream().allMatch(name -> NUMBER.matcher(name).matches());
        List<String> order = new ArrayList<>(data.classes());
        if (!newHead && noted != null) {
            order = noted.lines().toList();
        } else if (numbers && newHead) {
            order.sort(Comparator.comparingInt(Integer::parseInt));
        } else if (numbers) {
            int last = order.stream().mapToInt(Integer::parseInt).max().orElse(0);
            order = IntStream.rangeClosed(0, last).mapToObj(Integer::toString).toList();
        }
        return reordered(data, order);
    }

    private static TrainingData reordered(TrainingData data, List<String> order) {
        if (order.equals(data.classes())) {
            return data;
        }
        long[] places = new long[data.classes().size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = order.indexOf(data.classes().get(i));
            if (places[i] < 0) {
                throw new ModelException("'" + data.classes().get(i) + "' is none of the classes that the model knows: "
                        + order + "; attach a new head, without --head none");
            }
        }
        Dataset samples = data.samples()
                .map((sample, random) -> new Sample(
                        sample.inputs(),
                        Tensor.scalar(places[Math.toIntExact(sample.target().getLong(0))])));
        return new TrainingData(samples, order, data.width(), data.collation());
    }
}
