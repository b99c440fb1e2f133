package io.triskel.target.gcp.function;

import io.triskel.gcp.GcpClients;
import io.triskel.gcp.GcpSettings;
import io.triskel.gcp.functions.PubSubFunction;
import io.triskel.gcp.pubsub.PubSubBus;
import io.triskel.load.function.Telling;
import io.triskel.load.path.LoadEvents;
import io.triskel.publish.EventBus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Hosts {@link Telling} behind a subscription that pushes, an event per call. */
public final class TimedFunction extends PubSubFunction {
    /** The time of a call. */
    public static final Duration TIME = Duration.ofSeconds(20);

    /** Called by the invoker. */
    public TimedFunction() {
        super(
                Telling.inThisProcess(reports(System.getenv())).oneByOne(),
                LoadEvents.codec(Telling.LARGEST),
                InstantSource.system(),
                TIME);
    }

    private static Optional<EventBus> reports(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(Telling.REPORTS)).map(topic -> {
            GcpClients clients = GcpClients.of(GcpSettings.from(environment));
            return PubSubBus.of(clients, topic);
        });
    }
}
