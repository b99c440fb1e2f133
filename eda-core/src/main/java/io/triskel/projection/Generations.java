package io.triskel.projection;

import java.util.Optional;

/**
 * Which generation of a projection is read, and which one is being built beside it.
 *
 * @param active the one that is read
 * @param building the one that is being built
 * @param historyAfter how far its history was read
 * @param historyRead whether its history was read to the end
 */
record Generations(int active, Optional<Integer> building, Optional<String> historyAfter, boolean historyRead) {
    static final int FIRST = 1;

    static Generations initial() {
        return new Generations(FIRST, Optional.empty(), Optional.empty(), false);
    }

    Generations begin() {
        return building.isPresent() ? this : new Generations(active, Optional.of(active + 1), Optional.empty(), false);
    }

    Generations readTo(Optional<String> next) {
        return new Generations(active, building, next, next.isEmpty());
    }

    Generations switched() {
        return new Generations(building.orElse(active), Optional.empty(), Optional.empty(), false);
    }
}
