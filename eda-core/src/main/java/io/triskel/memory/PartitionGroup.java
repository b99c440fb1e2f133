package io.triskel.memory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A group that keeps one offset per partition: it goes back to the first unsettled record, or to the first of the batch. */
final class PartitionGroup implements BusGroup {
    private final List<BusPartition> partitions;
    private final boolean wholeBatch;
    private final long[] cursors;
    private final Map<Object, List<BusRecord>> held = new HashMap<>();
    private int turn;

    PartitionGroup(List<BusPartition> partitions, boolean wholeBatch) {
        this.partitions = partitions;
        this.wholeBatch = wholeBatch;
        this.cursors = partitions.stream().mapToLong(BusPartition::oldest).toArray();
    }

    @Override
    public List<BusRecord> next(Object member, int limit) {
        List<BusRecord> again = held.get(member);
        if (again != null) {
            return again;
        }
        for (int i = 0; i < cursors.length; i++) {
            int partition = turn;
            turn = (turn + 1) % cursors.length;
            List<BusRecord> batch = partitions.get(partition).from(cursors[partition], limit);
            if (!batch.isEmpty() && isFree(partition)) {
                held.put(member, batch);
                return batch;
            }
        }
        return List.of();
    }

    private boolean isFree(int partition) {
        return held.values().stream().noneMatch(batch -> batch.get(0).partition() == partition);
    }

    @Override
    public void settle(Object member, List<Boolean> settled) {
        List<BusRecord> batch = held.get(member);
        if (batch != null) {
            BusGroup.requireOneEach(batch, settled);
            held.remove(member);
            int firstUnsettled = settled.indexOf(false);
            int forward = firstUnsettled < 0 ? batch.size() : wholeBatch ? 0 : firstUnsettled;
            cursors[batch.get(0).partition()] += forward;
        }
    }

    @Override
    public void abandon(Object member) {
        held.remove(member);
    }

    @Override
    public long needs(int partition) {
        return cursors[partition];
    }

    @Override
    public long waiting() {
        long waiting = 0;
        for (int i = 0; i < cursors.length; i++) {
            waiting += partitions.get(i).end() - cursors[i];
        }
        return waiting;
    }

    @Override
    public boolean drained() {
        for (int i = 0; i < cursors.length; i++) {
            if (cursors[i] < partitions.get(i).end()) {
                return false;
            }
        }
        return true;
    }
}
