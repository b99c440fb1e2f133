package io.triskel.load.gcp;

import io.triskel.gcp.functions.PubSubFunction;
import io.triskel.load.ratio.run.Placed;
import java.time.Duration;
import java.time.InstantSource;

/** The least that a function of the adapter can be: it decodes and settles its events, in order, without any store. */
public final class CountingFunction extends PubSubFunction {
    /** As the invoker makes it. */
    public CountingFunction() {
        super(Placed.counted(), Placed.CODEC, InstantSource.system(), Duration.ofSeconds(50));
    }
}
