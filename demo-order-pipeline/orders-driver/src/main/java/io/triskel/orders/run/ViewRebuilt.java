package io.triskel.orders.run;

import java.util.Optional;

/**
 * How the order view was rebuilt at the end of a run.
 *
 * @param equal whether it says what it said before
 * @param unreadable records that could not be read
 * @param sources where its events came from; empty where all were in one log
 */
public record ViewRebuilt(boolean equal, long unreadable, Optional<Sources> sources) {
    /**
     * Events of the view by where they came from.
     *
     * @param archive from the archive
     * @param bus from the bus, because the archive did not have them
     */
    public record Sources(long archive, long bus) {}

    /** {@return whether it is equal, everything was read, and an archive that had to have something was not passed over} */
    public boolean sound() {
        return equal
                && unreadable == 0
                && sources.filter(from -> from.archive() == 0 && from.bus() > 0).isEmpty();
    }
}
