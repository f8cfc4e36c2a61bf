package org.cotangent.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cotangent.spi.CotangentException;
import org.cotangent.train.checkpoint.Checkpoint;
import org.cotangent.train.checkpoint.CheckpointStore;

/** Saves and restores the training, the state of the trainer, and what the run depends on. */
final class Checkpointing {
    private static final String STATE = "cotangent.trainer";
    private static final String IDENTITY = "cotangent.run";

    private final CheckpointStore store;
    private final long every;
    private final Training training;
    private final String identity;

    /**
     * Checkpoints of one run.
     *
     * @param every after how many steps one is saved, apart from the ends of epochs; 0 for those alone
     * @param identity what the run depends on, in words
     */
    Checkpointing(CheckpointStore store, long every, Training training, String identity) {
        this.store = store;
        this.every = every;
        this.training = training;
        this.identity = identity;
    }

    /** Puts the training where the last good checkpoint stands, and returns the state of the trainer there. */
    Optional<RunState> restore() {
        return store.latest().map(checkpoint -> {
            Map<String, String> notes = checkpoint.notes();
            String before = notes.getOrDefault(IDENTITY, "");
            if (!before.equals(identity)) {
                throw new CotangentException("the checkpoints in " + store.folder() + " belong to another run: "
                        + before + "; this one is: " + identity + ". Take another folder, or delete them");
            }
            training.restore(checkpoint.tensors(), checkpoint.step());
            return RunState.fromJson(notes.getOrDefault(STATE, ""));
        });
    }

    Checkpoint load(long step) {
        return store.load(step);
    }

    /** Saves after a step, if it is one of those after which one is saved. */
    void stepped(RunState state) {
        if (every > 0 && training.count() % every == 0) {
            save(state);
        }
    }

    void save(RunState state) {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(STATE, state.toJson());
        notes.put(IDENTITY, identity);
        Checkpoint checkpoint = new Checkpoint(training.count(), training.state(), notes);
        store.save(checkpoint, state.bestStep < 0 ? Set.of() : Set.of(state.bestStep));
    }
}
