package io.triskel.local.azure.eventhubs;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.PartitionOwnership;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a blob container does for processors of one hub and one consumer group, without one. */
final class MemoryCheckpoints implements CheckpointStore {
    private final Map<String, PartitionOwnership> ownerships = new ConcurrentHashMap<>();
    private final Map<String, Checkpoint> checkpoints = new ConcurrentHashMap<>();

    @Override
    public Flux<PartitionOwnership> listOwnership(String namespace, String hub, String group) {
        return Flux.defer(() -> Flux.fromIterable(List.copyOf(ownerships.values())));
    }

    @Override
    public Flux<PartitionOwnership> claimOwnership(List<PartitionOwnership> requested) {
        return Flux.fromIterable(requested).filter(this::claim);
    }

    @Override
    public Flux<Checkpoint> listCheckpoints(String namespace, String hub, String group) {
        return Flux.defer(() -> Flux.fromIterable(List.copyOf(checkpoints.values())));
    }

    @Override
    public Mono<Void> updateCheckpoint(Checkpoint checkpoint) {
        return Mono.fromRunnable(() -> checkpoints.put(checkpoint.getPartitionId(), checkpoint));
    }

    /** How many partitions each processor owns. */
    Map<String, Long> owners() {
        return ownerships.values().stream()
                .map(PartitionOwnership::getOwnerId)
                .filter(owner -> !owner.isEmpty())
                .collect(Collectors.groupingBy(owner -> owner, Collectors.counting()));
    }

    private boolean claim(PartitionOwnership wanted) {
        AtomicBoolean claimed = new AtomicBoolean();
        ownerships.compute(wanted.getPartitionId(), (id, current) -> {
            if (current != null && !Objects.equals(current.getETag(), wanted.getETag())) {
                return current;
            }
            claimed.set(true);
            return wanted.setETag(UUID.randomUUID().toString()).setLastModifiedTime(System.currentTimeMillis());
        });
        return claimed.get();
    }
}
