package dev.millrace.placement.model;

import dev.millrace.queueing.model.BatchServiceTimes;

/**
 * What one model costs on one type of device.
 *
 * @param service device time of one batch, the model being resident
 * @param switchMs extra time when another copy ran before on the device (EdgeTPU)
 * @param memoryBytes device or shared memory of one loaded copy
 * @param onChipBytes parameter bytes cached on chip (EdgeTPU), 0 elsewhere
 * @param energyPerRequestJ energy of one request in joules, 0 where unknown
 */
public record Profile(
        BatchServiceTimes service, double switchMs, long memoryBytes, long onChipBytes, double energyPerRequestJ) {
    public Profile {
        Require.notNegative("switchMs", switchMs);
        Require.notNegative("memoryBytes", memoryBytes);
        Require.notNegative("onChipBytes", onChipBytes);
        Require.notNegative("energyPerRequestJ", energyPerRequestJ);
    }
}
