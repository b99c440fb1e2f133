package io.triskel.gcp.functions;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.testkit.ManualClock;
import java.time.Duration;

/** Gives tests of other packages a function whose pauses move the clock. */
public final class UnpausedFunction {
    private UnpausedFunction() {}

    public static PubSubFunction of(BatchProcessor processor, EventCodec codec, ManualClock clock, Duration time) {
        return new PubSubFunction(processor, codec, clock, time, clock::advance) {};
    }
}
