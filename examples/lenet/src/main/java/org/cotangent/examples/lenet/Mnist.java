package org.cotangent.examples.lenet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.data.DataException;
import org.cotangent.train.data.Dataset;
import org.cotangent.train.data.IdxFile;
import org.cotangent.train.data.Normalize;
import org.cotangent.train.layer.UnaryLayer;

/** A folder with the four files of MNIST, or of others that have its form, under their usual names. */
record Mnist(Path folder) {
    private static final double MEAN = 0.1307;
    private static final double DEVIATION = 0.3081;

    /** {@return the digits to learn from} */
    Dataset training() {
        return read("train");
    }

    /** {@return the digits to judge by} */
    Dataset test() {
        return read("t10k");
    }

    private Dataset read(String part) {
        Tensor images = IdxFile.read(find(part + "-images", "idx3-ubyte"));
        Tensor labels = IdxFile.read(find(part + "-labels", "idx1-ubyte"));
        return Dataset.of(UnaryLayer.INPUT, images, labels.converted(DType.INT64))
                .map(Normalize.of(UnaryLayer.INPUT, 1, MEAN, DEVIATION));
    }

    private Path find(String name, String form) {
        List<String> names =
                List.of(name + "-" + form, name + "." + form, name + "-" + form + ".gz", name + "." + form + ".gz");
        return names.stream()
                .map(folder::resolve)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new DataException(folder + ": there is none of the files " + names));
    }
}
