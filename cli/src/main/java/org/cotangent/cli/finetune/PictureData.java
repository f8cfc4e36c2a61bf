package org.cotangent.cli.finetune;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.data.Collation;
import org.cotangent.train.data.DataException;
import org.cotangent.train.data.ImageFolder;
import org.cotangent.train.data.ImageInput;

/** Pictures in a folder for each class, as the input [N, channels, height, width] of a model. */
final class PictureData {
    private final DataOptions options;

    PictureData(DataOptions options) {
        this.options = options;
    }

    TrainingData read(Graph model) {
        List<Map.Entry<String, TensorType>> inputs = ModelInputs.floats(model, 4);
        if (inputs.size() != 1 || model.inputs().size() != 1) {
            throw new DataException("a folder of pictures needs a model with one input, FLOAT [N, channels, height,"
                    + " width]; this one has " + model.inputs().values());
        }
        TensorType type = inputs.getFirst().getValue();
        if (type.dtype() != DType.FLOAT) {
            throw new DataException("pictures become FLOAT, the model takes " + type);
        }
        int channels = size(type, 1, 3);
        ImageInput input = ImageInput.cropped(
                        inputs.getFirst().getKey(), size(type, 2, options.size), size(type, 3, options.size))
                .withNormalization(
                        numbers(options.mean, channels, List.of(0.485, 0.456, 0.406), 0.5),
                        numbers(options.deviation, channels, List.of(0.229, 0.224, 0.225), 0.5));
        ImageFolder folder = ImageFolder.open(options.data, input);
        return new TrainingData(folder, folder.classes(), 0, Collation.stacking());
    }

    private static int size(TensorType type, int axis, int otherwise) {
        Dim dim = type.shape().dim(axis);
        if (!dim.isKnown() && otherwise < 1) {
            throw new DataException("the model takes pictures of any size, " + type + "; choose one by --size");
        }
        return dim.isKnown() ? Math.toIntExact(dim.size()) : otherwise;
    }

    private static List<Double> numbers(List<Double> given, int channels, List<Double> colours, double grey) {
        if (given.size() == channels) {
            return given;
        }
        if (given.size() > 1) {
            throw new DataException(given.size() + " numbers for " + channels + " channels");
        }
        return given.isEmpty() && channels == 3
                ? colours
                : Collections.nCopies(channels, given.isEmpty() ? grey : given.getFirst());
    }
}
