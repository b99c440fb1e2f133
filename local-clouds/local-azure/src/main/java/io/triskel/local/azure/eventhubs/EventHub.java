package io.triskel.local.azure.eventhubs;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** An event hub: its partitions, its consumer groups and its captures. Names of hubs and groups ignore case. */
public final class EventHub {
    /** The consumer group that every hub has. */
    public static final String DEFAULT_GROUP = "$Default";

    private static final int MOST_PARTITIONS = 1024;

    private final String name;
    private final EventHubsSettings settings;
    private final Instant createdAt;
    private final List<Partition> partitions;
    private final NavigableSet<String> consumerGroups = new ConcurrentSkipListSet<>(String.CASE_INSENSITIVE_ORDER);
    private final ConcurrentMap<List<String>, Readers> readers = new ConcurrentHashMap<>();
    private final List<Capture> captures = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    EventHub(String name, int partitionCount, EventHubsSettings settings, StoredBytes storedBytes) {
        requireName(name, "event hub");
        if (partitionCount < 1 || partitionCount > MOST_PARTITIONS) {
            throw new IllegalArgumentException(
                    "An event hub has 1 to " + MOST_PARTITIONS + " partitions, not " + partitionCount);
        }
        this.name = name;
        this.settings = settings;
        this.createdAt = settings.clock().instant();
        this.partitions = IntStream.range(0, partitionCount)
                .mapToObj(number -> new Partition(Integer.toString(number), settings, storedBytes))
                .toList();
        consumerGroups.add(DEFAULT_GROUP);
    }

    public String name() {
        return name;
    }

    public List<Partition> partitions() {
        return partitions;
    }

    /** Adds a consumer group; an existing group stays unchanged. */
    public void addConsumerGroup(String group) {
        requireName(group, "consumer group");
        consumerGroups.add(group);
    }

    public Set<String> consumerGroups() {
        return Collections.unmodifiableSet(consumerGroups);
    }

    /** Writes events that arrive from now on into files, until the capture or the server is closed. */
    public Capture capture(CaptureSettings capture) {
        Capture begun = new Capture(this, settings.namespace(), capture, settings.clock());
        captures.add(begun);
        return begun;
    }

    Instant createdAt() {
        return createdAt;
    }

    Partition partition(String id) {
        return partitions.stream()
                .filter(partition -> partition.id().equals(id))
                .findFirst()
                .orElseThrow(() -> HubException.notFound(
                        name + "/Partitions/" + id,
                        "The partitions of the event hub are 0 to " + (partitions.size() - 1) + "."));
    }

    /** The partition of a key. */
    Partition partitionOf(String key) {
        return partitions.get(PartitionHash.partitionOf(key, partitions.size()));
    }

    /** The partition of the next event without a key: each partition in turn. */
    Partition nextPartition() {
        return partitions.get(Math.floorMod(turn.getAndIncrement(), partitions.size()));
    }

    Readers readers(String group, Partition partition) {
        // The name with which the group was added, so that case makes no difference.
        String known = consumerGroups.floor(group);
        if (known == null || !known.equalsIgnoreCase(group)) {
            throw HubException.notFound(
                    name + "/ConsumerGroups/" + group,
                    "The consumer groups of the event hub are " + consumerGroups + ".");
        }
        return readers.computeIfAbsent(List.of(known, partition.id()), key -> new Readers());
    }

    /** Forgets expired events, and continues Capture. */
    void tick() {
        partitions.forEach(Partition::forgetExpired);
        captures.removeIf(Capture::isClosed);
        captures.forEach(Capture::tick);
    }

    void closeCaptures() {
        captures.forEach(Capture::close);
    }

    private static void requireName(String name, String what) {
        if (!name.matches("\\$Default|[a-zA-Z0-9]([a-zA-Z0-9._-]{0,254}[a-zA-Z0-9])?")) {
            throw new IllegalArgumentException("Not the name of a " + what + ": " + name);
        }
    }
}
