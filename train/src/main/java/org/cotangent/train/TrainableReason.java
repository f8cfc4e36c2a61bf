package org.cotangent.train;

/** Why a parameter is trained or not. */
public enum TrainableReason {
    TRAINED,
    FROZEN
}
