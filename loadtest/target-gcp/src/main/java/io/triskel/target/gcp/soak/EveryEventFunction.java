package io.triskel.target.gcp.soak;

import io.triskel.benchmarks.soak.Numbered;
import io.triskel.gcp.functions.PubSubFunction;
import java.time.InstantSource;

/** Hosts {@link io.triskel.benchmarks.soak.EveryEvent}. */
public final class EveryEventFunction extends PubSubFunction {
    /** Called by the invoker. */
    public EveryEventFunction() {
        super(SoakClients.of(System.getenv()).everyEvent(), Numbered.CODEC, InstantSource.system(), SoakClients.TIME);
    }
}
