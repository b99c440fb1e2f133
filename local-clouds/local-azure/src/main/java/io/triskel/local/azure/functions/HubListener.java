package io.triskel.local.azure.functions;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A running Event Hubs trigger: one pump per partition of its hub, spread over the app's instances. */
final class HubListener {
    private final List<PartitionPump> pumps;
    private final int shift;

    /**
     * @param pumps by partition
     * @param shift added to a partition's number, so that partition 0 of each function is on a different instance
     */
    HubListener(List<PartitionPump> pumps, int shift) {
        this.pumps = pumps;
        this.shift = shift;
    }

    /** The index of the instance that owns a partition. */
    static int ownerOf(int partition, int shift, int instances) {
        return (partition + shift) % instances;
    }

    void open() {
        pumps.forEach(PartitionPump::open);
    }

    void balance(List<Instance> instances, boolean overlapping) {
        for (int partition = 0; partition < pumps.size(); partition++) {
            Instance owner = instances.get(ownerOf(partition, shift, instances.size()));
            if (overlapping) {
                pumps.get(partition).stealFor(owner);
            } else {
                pumps.get(partition).moveTo(owner);
            }
        }
    }

    boolean isCaughtUp() {
        return pumps.stream().allMatch(PartitionPump::isCaughtUp);
    }

    long behind() {
        return pumps.stream().mapToLong(PartitionPump::behind).sum();
    }

    Map<Integer, Long> checkpoints() {
        Map<Integer, Long> checkpoints = new TreeMap<>();
        for (int partition = 0; partition < pumps.size(); partition++) {
            checkpoints.put(partition, pumps.get(partition).checkpoint());
        }
        return checkpoints;
    }

    void forgetCheckpoints() {
        pumps.forEach(PartitionPump::forgetCheckpoint);
    }

    void close() {
        pumps.forEach(PartitionPump::close);
    }
}
