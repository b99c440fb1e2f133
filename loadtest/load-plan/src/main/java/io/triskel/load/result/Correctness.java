package io.triskel.load.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.triskel.load.result.Metric.Rule;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Whether all events came, once, whole and in order, by key, number and checksum. What consumers saw is summed over all of them.
 *
 * @param sent events that the producer tried to send
 * @param accepted events that the bus acknowledged
 * @param delivered distinct events, of the consumer that received the fewest
 * @param lost accepted, and not delivered by the end of the drain
 * @param unknownOutcome never acknowledged, although the bus may have them
 * @param reordered delivered after a later event of their key
 * @param deepestReorder how many later events of its key overtook the worst one
 * @param corrupt delivered with other bytes than were sent
 * @param foreign from another run; they count nowhere else
 * @param drainMs from the last send until all events arrived, or until the deadline
 * @param longestSilenceMs the longest wait of a key between two of its events at one consumer; absent if no key had two
 * @param undecided accepted events of which nobody can say whether they came: only a worker whose ledger is missing could; absent if 0
 * @param undecidedOrder how often a key moved between two workers' consumers whose clocks cannot tell which was first; absent if 0
 */
public record Correctness(
        long sent,
        long accepted,
        long delivered,
        long lost,
        long unknownOutcome,
        Duplicates duplicates,
        long reordered,
        long deepestReorder,
        long corrupt,
        long foreign,
        long drainMs,
        OptionalLong longestSilenceMs,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long undecided,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long undecidedOrder) {
    /** Each figure, in the order of files and tables. */
    public static final List<Metric<Correctness>> METRICS = List.of(
            Metric.of("sent", "Sent", Rule.NONE, Correctness::sent),
            Metric.of("accepted", "Accepted", Rule.NONE, Correctness::accepted),
            Metric.of("delivered", "Delivered", Rule.NONE, Correctness::delivered),
            new Metric<>("lost", "Lost", Rule.MUST_BE_ZERO, Correctness::knownLost),
            new Metric<>(
                    "undecided", "Whether lost: cannot be told", Rule.MUST_BE_ZERO, found -> positive(found.undecided)),
            Metric.of("unknownOutcome", "Outcome unknown to the producer", Rule.NONE, Correctness::unknownOutcome),
            Metric.of("producerRetries", "Sent again by the producer", Rule.NONE, found -> found.duplicates.producer()),
            Metric.of("redelivered", "Delivered again by the bus", Rule.NONE, found -> found.duplicates.redelivered()),
            Metric.of("reordered", "Out of order within a key", Rule.MUST_BE_ZERO, Correctness::reordered),
            new Metric<>(
                    "undecidedOrder",
                    "Moves between workers whose order cannot be told",
                    Rule.NONE,
                    found -> positive(found.undecidedOrder)),
            Metric.of("deepestReorder", "Deepest reorder", Rule.NONE, Correctness::deepestReorder),
            Metric.of("corrupt", "Corrupted", Rule.MUST_BE_ZERO, Correctness::corrupt),
            Metric.of("foreign", "Of another run", Rule.NONE, Correctness::foreign),
            Metric.of("drainMs", "Last delivery after the last send", Rule.NONE, Correctness::drainMs),
            new Metric<>(
                    "longestSilenceMs",
                    "Longest wait of a key between two deliveries",
                    Rule.LESS_IS_BETTER,
                    Correctness::longestSilenceMs));

    public Correctness {
        // Jackson passes null for members that a file lacks.
        duplicates = Objects.requireNonNullElse(duplicates, Duplicates.NONE);
    }

    /** {@return how many were lost; empty if that cannot be told} */
    public OptionalLong knownLost() {
        return undecided == 0 ? OptionalLong.of(lost) : OptionalLong.empty();
    }

    private static OptionalLong positive(long count) {
        return count == 0 ? OptionalLong.empty() : OptionalLong.of(count);
    }

    /** {@return the same, with only what was lost and reordered since} */
    public Correctness since(long lostBefore, long reorderedBefore) {
        return new Correctness(
                sent,
                accepted,
                delivered,
                Math.max(0, lost - lostBefore),
                unknownOutcome,
                duplicates,
                reordered - reorderedBefore,
                deepestReorder,
                corrupt,
                foreign,
                drainMs,
                longestSilenceMs,
                undecided,
                undecidedOrder);
    }

    /** {@return both together; of depth and time the larger} */
    public Correctness plus(Correctness other) {
        return new Correctness(
                sent + other.sent,
                accepted + other.accepted,
                delivered + other.delivered,
                lost + other.lost,
                unknownOutcome + other.unknownOutcome,
                duplicates.plus(other.duplicates),
                reordered + other.reordered,
                Math.max(deepestReorder, other.deepestReorder),
                corrupt + other.corrupt,
                foreign + other.foreign,
                Math.max(drainMs, other.drainMs),
                longer(longestSilenceMs, other.longestSilenceMs),
                undecided + other.undecided,
                undecidedOrder + other.undecidedOrder);
    }

    private static OptionalLong longer(OptionalLong one, OptionalLong other) {
        return LongStream.concat(one.stream(), other.stream()).max();
    }
}
