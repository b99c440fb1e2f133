package io.triskel.target.gcp;

import io.triskel.benchmarks.ratio.run.Placed;
import io.triskel.gcp.functions.PubSubFunction;
import java.time.Duration;
import java.time.InstantSource;

/** The smallest function of the adapter: it decodes and settles its events, in order, without any store. */
public final class CountingFunction extends PubSubFunction {
    /** Called by the invoker. */
    public CountingFunction() {
        super(Placed.counted(), Placed.CODEC, InstantSource.system(), Duration.ofSeconds(50));
    }
}
