package org.cotangent.train;

/**
 * Is told how a training goes: shows it, writes it down, or does something of its own. All methods are called in the
 * thread that trains; what one throws ends the training.
 */
public interface TrainingListener {
    /**
     * Training begins, or goes on where a checkpoint stands.
     *
     * @param steps those that are done already
     * @param history of the epochs that are done already
     */
    default void begun(long steps, History history) {}

    /** A step is done. */
    default void stepped(StepReport step) {}

    /** An epoch is done, validation included; the last one of {@code history}. */
    default void epochEnded(EpochReport epoch, History history) {}

    /** Training ends, whether it is complete, was stopped early, or failed. */
    default void ended() {}
}
