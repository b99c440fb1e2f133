package io.triskel.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which generation of a projection is active, which is being built, and which is being retired. Rows stored before
 * handovers existed lack {@code handover} and the members after it.
 *
 * @param active the generation that is read
 * @param building the generation that is being built
 * @param historyAfter how far the history was read into the generation being built
 * @param historyRead whether the history was read to the end
 * @param sweep how far forgotten subjects were erased from the generation being built, after its history
 * @param handover the retired generation, until its rows are gone
 * @param longestCacheAge how long a process may cache these generations
 * @param highest the highest number ever used, if no generation above has it
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

    /** The longest cache age that need not be stored. */
    static final Duration USUAL_CACHE_AGE = Duration.ofSeconds(10);

    /** Hosts' clocks differ by seconds, and a request with an old generation may still be under way. */
    static final Duration MARGIN = Duration.ofSeconds(10);

    /**
     * A walk through the forgotten subjects.
     *
     * @param after where it continues
     * @param done whether it has reached the end
     */
    record Sweep(Optional<String> after, boolean done) {}

    /**
     * A generation that is no longer active.
     *
     * @param generation its number
     * @param since when it ceased to be active, or was abandoned
     * @param wasActive whether it was ever active
     * @param dropping whether its rows are being removed, so that it must not be read
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

    /** Begins another generation, unless one is being built or the last handover is not finished. */
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

    /** Whether this generation is being built. */
    boolean builds(int generation) {
        return building.filter(number -> number == generation).isPresent();
    }

    /** Whether the generation being built has all of its history, and forgotten subjects are erased from it. */
    boolean readyForBus() {
        return historyRead && sweep.filter(Sweep::done).isPresent();
    }

    /** Whether a read that began while this generation was active may use its rows. */
    boolean keeps(int generation) {
        return active == generation
                || retired().filter(number -> number == generation).isPresent();
    }

    /** {@return the previously active generation, while all of its rows exist} */
    Optional<Integer> retired() {
        return handover.filter(out -> out.wasActive() && !out.dropping()).map(Handover::generation);
    }

    /** {@return when no process uses the retired generation any more} */
    Optional<Instant> handedOverAt() {
        return handover.map(out -> out.since().plus(longest()).plus(MARGIN));
    }

    /** {@return the other generations that may have rows} */
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
