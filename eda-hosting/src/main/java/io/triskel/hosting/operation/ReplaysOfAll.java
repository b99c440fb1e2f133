package io.triskel.hosting.operation;

import io.triskel.consume.EventConsumer;
import io.triskel.consume.ParkedReplay;
import io.triskel.hosting.Heartbeat;
import io.triskel.hosting.HostedApplication;
import io.triskel.hosting.clock.ClockWork;
import io.triskel.platform.Platform;
import java.util.Map;

/** The parked events of all consumers, those in other languages among them. */
final class ReplaysOfAll {
    private ReplaysOfAll() {}

    /** {@return what acts on the parked events of each consumer; of one in another language it can discard, and its function alone replays} */
    static Map<String, ParkedReplay> in(HostedApplication application) {
        Map<String, ParkedReplay> replays = ClockWork.replays(application);
        application.otherConsumers().stream()
                .sorted()
                .forEach(consumer -> replays.put(consumer, discarding(consumer, application.platform())));
        return replays;
    }

    private static ParkedReplay discarding(String consumer, Platform platform) {
        EventConsumer nothing = EventConsumer.named(consumer, platform.codec())
                .parkingLot(platform.stores().parkingLot())
                .inbox(platform.stores().inbox())
                .on(Heartbeat.TYPE, Heartbeat.class, (heartbeat, handling) -> {})
                .build();
        return ParkedReplay.of(nothing)
                .clock(platform.clock())
                .observer(platform.observer())
                .build();
    }
}
