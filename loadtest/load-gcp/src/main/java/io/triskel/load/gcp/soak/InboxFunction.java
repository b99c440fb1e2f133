package io.triskel.load.gcp.soak;

import io.triskel.gcp.functions.PubSubFunction;
import io.triskel.load.soak.Numbered;
import java.time.InstantSource;

/** Hosts {@link io.triskel.load.soak.SampledEvents}. */
public final class InboxFunction extends PubSubFunction {
    /** Called by the invoker. */
    public InboxFunction() {
        super(Equipment.of(System.getenv()).sampledEvents(), Numbered.CODEC, InstantSource.system(), Equipment.TIME);
    }
}
