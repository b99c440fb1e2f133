package io.triskel.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A group that settles each record by itself; a key's next record is not delivered while another member holds an earlier
 * one.
 */
final class KeyGroup implements BusGroup {
    /** The most unsettled records that the group considers; the rest wait in the partitions. */
    private static final int WINDOW = 4096;

    private final List<BusPartition> partitions;
    private final boolean oneByOne;
    private final BusFaults faults;
    private final long[] loaded;
    private final List<TreeSet<Long>> unsettled = new ArrayList<>();
    private final Map<String, Queue> queues = new HashMap<>();
    private final Deque<Queue> ready = new ArrayDeque<>();
    private final Map<Object, List<BusRecord>> held = new HashMap<>();

    KeyGroup(List<BusPartition> partitions, boolean oneByOne, BusFaults faults) {
        this.partitions = partitions;
        this.oneByOne = oneByOne;
        this.faults = faults;
        this.loaded = partitions.stream().mapToLong(BusPartition::oldest).toArray();
        partitions.forEach(partition -> unsettled.add(new TreeSet<>()));
    }

    private record Queue(String name, Deque<BusRecord> records) {}

    @Override
    public List<BusRecord> next(Object member, int limit) {
        List<BusRecord> again = held.get(member);
        if (again != null) {
            return again;
        }
        load();
        reorderReady();
        List<BusRecord> batch = new ArrayList<>();
        int most = oneByOne ? 1 : limit;
        while (batch.size() < most && !ready.isEmpty()) {
            Queue queue = ready.removeFirst();
            queue.records().stream().limit((long) most - batch.size()).forEach(batch::add);
        }
        if (!batch.isEmpty()) {
            held.put(member, batch);
        }
        return Collections.unmodifiableList(batch);
    }

    private void reorderReady() {
        if (faults.reordering()) {
            List<Queue> anyOrder = new ArrayList<>(ready);
            faults.shuffle(anyOrder);
            ready.clear();
            ready.addAll(anyOrder);
        }
    }

    private void load() {
        for (int number = 0; number < loaded.length; number++) {
            TreeSet<Long> open = unsettled.get(number);
            for (BusRecord next : partitions.get(number).from(loaded[number], Math.max(0, WINDOW - open.size()))) {
                loaded[number]++;
                open.add(next.offset());
                enqueue(next);
            }
        }
    }

    private void enqueue(BusRecord next) {
        String name = queueOf(next);
        Queue queue = queues.get(name);
        if (queue == null) {
            queue = new Queue(name, new ArrayDeque<>());
            queues.put(name, queue);
            ready.add(queue);
        }
        queue.records().add(next);
    }

    private static String queueOf(BusRecord next) {
        return next.key().map(key -> "key " + key).orElseGet(() -> "position " + next.position());
    }

    @Override
    public void settle(Object member, List<Boolean> settled) {
        List<BusRecord> batch = held.get(member);
        if (batch == null) {
            return;
        }
        BusGroup.requireOneEach(batch, settled);
        held.remove(member);
        Map<String, Queue> touched = new LinkedHashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            BusRecord each = batch.get(i);
            Queue queue = touched.computeIfAbsent(queueOf(each), queues::get);
            if (settled.get(i)) {
                queue.records().remove(each);
                unsettled.get(each.partition()).remove(each.offset());
            }
        }
        for (Queue queue : touched.values()) {
            if (queue.records().isEmpty()) {
                queues.remove(queue.name());
            } else {
                ready.add(queue);
            }
        }
    }

    @Override
    public void abandon(Object member) {
        List<BusRecord> batch = held.getOrDefault(member, List.of());
        settle(member, Collections.nCopies(batch.size(), false));
    }

    @Override
    public long needs(int partition) {
        TreeSet<Long> open = unsettled.get(partition);
        return open.isEmpty() ? loaded[partition] : open.first();
    }

    @Override
    public long waiting() {
        long waiting = 0;
        for (int i = 0; i < loaded.length; i++) {
            waiting += unsettled.get(i).size() + partitions.get(i).end() - loaded[i];
        }
        return waiting;
    }

    @Override
    public boolean drained() {
        load();
        return queues.isEmpty();
    }
}
