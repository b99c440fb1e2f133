package io.triskel.azure.eventhubs;

import io.triskel.event.Deadline.Validity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The partitions of a hub, read at the first request and again from time to time, since a hub may get more partitions.
 */
final class HubPartitions {
    private static final Duration BELIEVED = Duration.ofMinutes(5);

    private final InstantSource clock;
    private volatile @Nullable Known known;

    HubPartitions(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * {@return the partitions; the last known ones while the service does not answer}
     *
     * @param hub asks the service on subscription
     */
    Mono<List<String>> of(Mono<List<String>> hub, Duration atMost) {
        Known before = known;
        if (before != null && before.valid().at(clock.instant())) {
            return Mono.just(before.ids());
        }
        Mono<List<String>> asked = hub.timeout(atMost).doOnNext(this::remember);
        return before == null ? asked : asked.onErrorReturn(before.ids());
    }

    private void remember(List<String> ids) {
        known = new Known(ids, Validity.of(clock.instant(), BELIEVED));
    }

    void forget() {
        known = null;
    }

    private record Known(List<String> ids, Validity valid) {}
}
