package io.triskel.memory;

import io.triskel.codec.WireEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One partition of the in-memory bus, from its oldest needed record to its newest. */
final class BusPartition {
    private final int number;
    private final List<BusRecord> records = new ArrayList<>();
    private long oldest;

    BusPartition(int number) {
        this.number = number;
    }

    BusRecord append(Optional<String> key, WireEvent wire, Optional<Instant> now) {
        BusRecord appended = new BusRecord(number, end(), key, wire, now);
        records.add(appended);
        return appended;
    }

    int size() {
        return records.size();
    }

    long oldest() {
        return oldest;
    }

    /** {@return the offset that the next record will have} */
    long end() {
        return oldest + records.size();
    }

    List<BusRecord> from(long offset, int limit) {
        int first = (int) (Math.max(offset, oldest) - oldest);
        return List.copyOf(records.subList(first, (int) Math.min(records.size(), (long) first + limit)));
    }

    void forgetBefore(long offset) {
        int gone = (int) Math.min(records.size(), offset - oldest);
        if (gone > 0) {
            records.subList(0, gone).clear();
            oldest += gone;
        }
    }
}
