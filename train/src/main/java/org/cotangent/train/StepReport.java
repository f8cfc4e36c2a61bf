package org.cotangent.train;

import java.util.OptionalInt;

/**
 * What came out of a step.
 *
 * @param epoch counted from 0
 * @param epochs how many there will be
 * @param batch the number of the batch within the epoch, counted from 0
 * @param batches how many the epoch has, if that is known
 * @param step all steps up to this one, which is included
 * @param samples in the batch
 * @param loss before the update
 * @param gradientNorm before clipping
 */
public record StepReport(
        int epoch,
        int epochs,
        int batch,
        OptionalInt batches,
        long step,
        long samples,
        double loss,
        double gradientNorm,
        double learningRate) {}
