package io.triskel.load.report.result;

/** What the generator itself used; processor time is that of its whole JVM. */
public record SelfUse(
        double cpuSeconds, double cpuUsPerEvent, int cores, double gcMs, double delayP50Us, double delayP99Us) {}
