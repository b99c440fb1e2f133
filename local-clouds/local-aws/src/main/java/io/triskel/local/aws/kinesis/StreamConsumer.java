package io.triskel.local.aws.kinesis;

import io.triskel.local.TokenBucket;
import io.triskel.local.aws.wire.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A registered consumer with enhanced fan-out: from each shard it gets a dedicated 2 MiB a second (Kinesis Data Streams
 * developer guide, "Develop enhanced fan-out consumers").
 */
public final class StreamConsumer {
    private static final int BYTES_PER_SECOND = 2 << 20;

    /**
     * A second call within 5 s of the first is rejected, a later one takes over the subscription (API,
     * SubscribeToShard).
     */
    private static final Duration UNDISTURBED = Duration.ofSeconds(5);

    private final String name;
    private final String arn;
    private final Instant createdAt;
    private final Instant activeAt;
    private final boolean limited;
    private final InstantSource clock;
    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final Map<String, TokenBucket> bytes = new ConcurrentHashMap<>();

    StreamConsumer(String name, String arn, Instant createdAt, Instant activeAt, boolean limited, InstantSource clock) {
        this.name = name;
        this.arn = arn;
        this.createdAt = createdAt;
        this.activeAt = activeAt;
        this.limited = limited;
        this.clock = clock;
    }

    /** Its subscription to a shard; no two subscriptions are equal. */
    static final class Subscription {
        private final Instant since;

        private Subscription(Instant since) {
            this.since = since;
        }

        Instant since() {
            return since;
        }
    }

    public String name() {
        return name;
    }

    public String arn() {
        return arn;
    }

    Instant createdAt() {
        return createdAt;
    }

    String status() {
        return clock.instant().isBefore(activeAt) ? "CREATING" : "ACTIVE";
    }

    /** Starts a subscription, and ends an earlier one to the same shard. */
    Subscription subscribe(String shard) {
        Instant now = clock.instant();
        Subscription mine = new Subscription(now);
        subscriptions.compute(shard, (id, before) -> {
            if (limited && before != null && now.isBefore(before.since().plus(UNDISTURBED))) {
                throw new ServiceException(
                        "ResourceInUseException",
                        "Another active subscription exists for this consumer: " + name + " and shard " + shard);
            }
            return mine;
        });
        return mine;
    }

    boolean isCurrent(String shard, Subscription subscription) {
        return subscriptions.get(shard) == subscription;
    }

    /** Whether the shard's next bytes may be pushed now. */
    boolean hasRoom(String shard) {
        return bucket(shard).map(left -> left.has(1)).orElse(true);
    }

    void charge(String shard, long pushed) {
        bucket(shard).ifPresent(left -> left.charge((double) pushed));
    }

    private Optional<TokenBucket> bucket(String shard) {
        return limited
                ? Optional.of(bytes.computeIfAbsent(shard, id -> new TokenBucket(BYTES_PER_SECOND, clock)))
                : Optional.empty();
    }
}
