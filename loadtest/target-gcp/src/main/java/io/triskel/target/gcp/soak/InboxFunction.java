package io.triskel.target.gcp.soak;

import io.triskel.benchmarks.soak.Numbered;
import io.triskel.gcp.functions.PubSubFunction;
import java.time.InstantSource;

/** Hosts {@link io.triskel.benchmarks.soak.SampledEvents}. */
public final class InboxFunction extends PubSubFunction {
    /** Called by the invoker. */
    public InboxFunction() {
        super(
                SoakClients.of(System.getenv()).sampledEvents(),
                Numbered.CODEC,
                InstantSource.system(),
                SoakClients.TIME);
    }
}
