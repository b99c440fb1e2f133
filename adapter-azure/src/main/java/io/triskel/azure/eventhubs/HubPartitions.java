package io.triskel.azure.eventhubs;

import com.azure.messaging.eventhubs.EventHubProducerAsyncClient;
import com.azure.messaging.eventhubs.EventHubProperties;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The partitions of a hub, asked for at the first request and again now and then, since partitions may be added to a hub. */
final class HubPartitions {
    private static final Duration BELIEVED = Duration.ofMinutes(5);

    private final InstantSource clock;
    private volatile @Nullable Known known;

    HubPartitions(InstantSource clock) {
        this.clock = clock;
    }

    /** While the service does not answer, the partitions known before are used. */
    Mono<List<String>> of(EventHubProducerAsyncClient producer, Duration atMost) {
        Known before = known;
        if (before != null && clock.instant().isBefore(before.until())) {
            return Mono.just(before.ids());
        }
        Mono<List<String>> asked =
                producer.getEventHubProperties().timeout(atMost).map(this::remember);
        return before == null ? asked : asked.onErrorReturn(before.ids());
    }

    private List<String> remember(EventHubProperties hub) {
        List<String> ids = hub.getPartitionIds().stream().toList();
        known = new Known(ids, clock.instant().plus(BELIEVED));
        return ids;
    }

    void forget() {
        known = null;
    }

    private record Known(List<String> ids, Instant until) {}
}
