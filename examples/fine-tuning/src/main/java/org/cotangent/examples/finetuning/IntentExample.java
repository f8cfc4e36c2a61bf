package org.cotangent.examples.finetuning;

/**
 * A sentence and what its author wants.
 *
 * @param split what the sentence is for
 * @param intent the class to predict
 * @param family how the sentence is built; a family belongs to one split only
 * @param sentence the text
 */
public record IntentExample(Split split, String intent, String family, String sentence) {

    /** What a sentence is for, fixed in the file. */
    public enum Split {
        TRAIN,
        HELD_OUT
    }
}
