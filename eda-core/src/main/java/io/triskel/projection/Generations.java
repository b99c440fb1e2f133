package io.triskel.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which generation of a projection is read, which one is being built beside it, and which one is on its way out. Rows that
 * were written before there was a handover have neither it nor what follows.
 *
 * @param active the one that is read
 * @param building the one that is being built
 * @param historyAfter how far its history was read
 * @param historyRead whether its history was read to the end
 * @param sweep how far forgotten subjects were erased from it since then
 * @param handover the one that was read before, until its rows are gone
 * @param longestCacheAge for how long a process may go by what it read here
 * @param highest the highest number that was ever given, if it is neither of the above
 */
record Generations(
        int active,
        Optional<Integer> building,
        Optional<String> historyAfter,
        boolean historyRead,
        Optional<Sweep> sweep,
        Optional<Handover> handover,
        Optional<Duration> longestCacheAge,
        Optional<Integer> highest) {
    static final int FIRST = 1;

    /** What a process may hold without having said so. */
    static final Duration USUAL_CACHE_AGE = Duration.ofSeconds(10);

    /** Clocks of hosts differ by seconds, and a request that was begun with what was known may still be under way. */
    static final Duration MARGIN = Duration.ofSeconds(10);

    /**
     * A walk through the subjects that were forgotten.
     *
     * @param after where it goes on
     * @param done whether it came to the end
     */
    record Sweep(Optional<String> after, boolean done) {}

    /**
     * A generation that is not the active one any more.
     *
     * @param generation its number
     * @param since when it ceased to be active, or was given up
     * @param wasActive whether it was read once
     * @param dropping whether its rows are being removed, so that nobody may go by them any more
     */
    record Handover(int generation, Instant since, boolean wasActive, boolean dropping) {}

    static Generations initial() {
        return new Generations(
                FIRST,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** One more is built, unless one is already, or the last change is not finished. */
    Generations begin() {
        return building.isPresent() || handover.isPresent()
                ? this
                : with(active, Optional.of(last() + 1), Optional.empty(), false, Optional.empty(), handover);
    }

    Generations readTo(Optional<String> next) {
        return with(active, building, next, next.isEmpty(), Optional.empty(), handover);
    }

    Generations sweptTo(Optional<String> next) {
        return with(active, building, historyAfter, true, Optional.of(new Sweep(next, next.isEmpty())), handover);
    }

    Generations switched(int to, Instant now) {
        return with(
                to,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.of(new Handover(active, now, true, false)));
    }

    Generations abandoned(int given, Instant now) {
        return with(
                active,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.of(new Handover(given, now, false, false)));
    }

    Generations dropping() {
        return with(
                active,
                building,
                historyAfter,
                historyRead,
                sweep,
                handover.map(out -> new Handover(out.generation(), out.since(), out.wasActive(), true)));
    }

    Generations dropped() {
        return with(active, building, historyAfter, historyRead, sweep, Optional.empty());
    }

    Generations cachedFor(Duration age) {
        return longest().compareTo(age) >= 0
                ? this
                : new Generations(
                        active, building, historyAfter, historyRead, sweep, handover, Optional.of(age), highest);
    }

    Duration longest() {
        return longestCacheAge.orElse(USUAL_CACHE_AGE);
    }

    /** Whether this one is being built. */
    boolean builds(int generation) {
        return building.filter(number -> number == generation).isPresent();
    }

    /** Whether the one that is being built has all of its history, without those who were forgotten. */
    boolean readyForBus() {
        return historyRead && sweep.filter(Sweep::done).isPresent();
    }

    /** Whether this one may be read, by who began to when it was the active one at the latest. */
    boolean keeps(int generation) {
        return active == generation
                || retired().filter(number -> number == generation).isPresent();
    }

    /** {@return the one that was active, as long as all of its rows are there} */
    Optional<Integer> retired() {
        return handover.filter(out -> out.wasActive() && !out.dropping()).map(Handover::generation);
    }

    /** {@return when nobody goes by the one on its way out any more} */
    Optional<Instant> handedOverAt() {
        return handover.map(out -> out.since().plus(longest()).plus(MARGIN));
    }

    /** {@return all but the active one that may have rows} */
    IntStream others() {
        return Stream.of(building, handover.map(Handover::generation))
                .flatMap(Optional::stream)
                .mapToInt(Integer::intValue);
    }

    private int last() {
        return IntStream.concat(IntStream.of(active, highest.orElse(0)), others())
                .max()
                .orElse(active);
    }

    private Generations with(
            int nowActive,
            Optional<Integer> nowBuilding,
            Optional<String> readAfter,
            boolean read,
            Optional<Sweep> swept,
            Optional<Handover> out) {
        return new Generations(
                nowActive, nowBuilding, readAfter, read, swept, out, longestCacheAge, Optional.of(last()));
    }
}
