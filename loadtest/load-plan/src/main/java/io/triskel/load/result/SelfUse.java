package io.triskel.load.result;

/** What the generator itself used; CPU time is that of its whole JVM. */
public record SelfUse(
        double cpuSeconds,
        double cpuUsPerEvent,
        int cores,
        long gcMs,
        long scheduleDelayP50Us,
        long scheduleDelayP99Us) {}
