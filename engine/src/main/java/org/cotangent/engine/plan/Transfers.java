package org.cotangent.engine.plan;

import java.util.List;

/**
 * What a run copies between the host and a device.
 *
 * @param toDevice how many tensors are copied to the device
 * @param bytesToDevice their bytes
 * @param toHost how many tensors are copied to the host
 * @param bytesToHost their bytes
 */
public record Transfers(int toDevice, long bytesToDevice, int toHost, long bytesToHost) {
    static Transfers of(List<Step> steps) {
        int up = 0;
        int down = 0;
        long bytesUp = 0;
        long bytesDown = 0;
        for (Step step : steps) {
            if (step instanceof Step.Transfer transfer) {
                up += transfer.up() ? 1 : 0;
                down += transfer.up() ? 0 : 1;
                bytesUp += transfer.up() ? transfer.bytes() : 0;
                bytesDown += transfer.up() ? 0 : transfer.bytes();
            }
        }
        return new Transfers(up, bytesUp, down, bytesDown);
    }
}
