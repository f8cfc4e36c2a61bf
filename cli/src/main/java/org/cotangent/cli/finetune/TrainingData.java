package org.cotangent.cli.finetune;

import java.util.List;
import org.cotangent.train.data.Collation;
import org.cotangent.train.data.Dataset;

/**
 * What a model is tuned to.
 *
 * @param classes that targets count; empty if targets are numbers
 * @param width how many numbers a target has, if it is no class
 * @param collation puts samples together
 */
record TrainingData(Dataset samples, List<String> classes, int width, Collation collation) {
    boolean isClassified() {
        return !classes.isEmpty();
    }

    /** {@return how many outputs a head needs} */
    int outputs() {
        return isClassified() ? classes.size() : width;
    }
}
