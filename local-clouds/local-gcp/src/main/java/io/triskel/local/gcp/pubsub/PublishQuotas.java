package io.triskel.local.gcp.pubsub;

import com.google.pubsub.v1.PubsubMessage;
import io.triskel.local.TokenBucket;
import io.triskel.local.gcp.wire.Refusal;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Limits the bytes published per second: in the whole region, and 1 MB with each ordering key (Pub/Sub documentation,
 * "Quotas and limits"). A request above a limit is rejected as a whole.
 */
final class PublishQuotas {
    private static final double KEY_BYTES_PER_SECOND = 1_000_000;
    private static final int REMEMBERED_KEYS = 10_000;

    private final InstantSource clock;
    private final TokenBucket region;
    private final Map<String, TokenBucket> keys = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TokenBucket> eldest) {
            return size() > REMEMBERED_KEYS;
        }
    };

    PublishQuotas(long bytesPerSecond, InstantSource clock) {
        this.clock = clock;
        this.region = new TokenBucket((double) bytesPerSecond, clock);
    }

    synchronized void take(String topic, List<PubsubMessage> messages, long bytes) {
        Map<String, Integer> byKey = messages.stream()
                .filter(message -> !message.getOrderingKey().isEmpty())
                .collect(Collectors.groupingBy(
                        PubsubMessage::getOrderingKey, Collectors.summingInt(PubsubMessage::getSerializedSize)));
        byKey.forEach((key, amount) -> {
            if (!bucket(topic, key).has(amount)) {
                throw Refusal.exhausted("Quota exceeded: 1 MB per second for the ordering key " + key);
            }
        });
        if (!region.tryTake((double) bytes)) {
            throw Refusal.exhausted("Quota exceeded for quota metric 'Publisher throughput'");
        }
        byKey.forEach((key, amount) -> bucket(topic, key).charge(amount));
    }

    private TokenBucket bucket(String topic, String key) {
        return keys.computeIfAbsent(topic + " " + key, name -> new TokenBucket(KEY_BYTES_PER_SECOND, clock));
    }
}
