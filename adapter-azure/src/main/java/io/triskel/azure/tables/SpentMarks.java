package io.triskel.azure.tables;

import io.triskel.azure.tables.Marks.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Marks that no owner can name any more, until the next mark put into their partition deletes them in its transaction,
 * which is billed as one request. Kept only if that is likely to happen before the mark's moment, since readers of the
 * index then meet it and delete it at a higher cost. A mark that a process takes to its end is met in the same way.
 */
final class SpentMarks {
    /** Puts arrive at random: after this many mean gaps without one, the next is hardly expected before the moment. */
    private static final int GAPS = 3;

    private final Map<String, Partition> partitions = new HashMap<>();

    private static final class Partition {
        private final ArrayDeque<Mark> spent = new ArrayDeque<>();
        private Optional<Instant> lastPut = Optional.empty();
        private Duration gap = Duration.ZERO;

        /** Whether the last gap between two puts, and the current one so far, fit often enough before a moment. */
        boolean isPutBefore(Instant moment, Instant now) {
            Duration left = Duration.between(now, moment).dividedBy(GAPS);
            return lastPut.filter(put -> Duration.between(put, now).compareTo(left) < 0)
                            .isPresent()
                    && gap.compareTo(left) < 0;
        }
    }

    /** Keeps the mark for a later put; returns whether it does, else the mark is to be deleted now. */
    synchronized boolean keep(Mark mark, Instant now) {
        Partition partition = partitions.get(mark.partition());
        if (partition == null || !partition.isPutBefore(mark.at(), now)) {
            return false;
        }
        partition.spent.add(mark);
        return true;
    }

    /** The marks to delete with a put into this partition; those whose moment has come are left to who meets them. */
    synchronized List<Mark> takeForPut(String name, Instant now) {
        Partition partition = partitions.computeIfAbsent(name, unused -> new Partition());
        partition.gap = partition.lastPut.map(put -> Duration.between(put, now)).orElse(Duration.ZERO);
        partition.lastPut = Optional.of(now);
        return Stream.generate(partition.spent::poll)
                .limit(Math.min(partition.spent.size(), EntityTable.MOST_WRITES - 1))
                .filter(mark -> mark.at().isAfter(now))
                .toList();
    }
}
