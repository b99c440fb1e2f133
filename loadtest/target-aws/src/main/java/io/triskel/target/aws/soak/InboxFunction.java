package io.triskel.target.aws.soak;

import io.triskel.aws.lambda.KinesisFunction;
import io.triskel.benchmarks.soak.Numbered;
import io.triskel.benchmarks.soak.SampledEvents;
import java.time.InstantSource;

/** Hosts {@link SampledEvents}. */
public final class InboxFunction extends KinesisFunction {
    /** Called by Lambda. */
    public InboxFunction() {
        super(SoakClients.of(System.getenv()).sampledEvents(), Numbered.CODEC, InstantSource.system());
    }
}
