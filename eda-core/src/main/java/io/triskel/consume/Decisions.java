package io.triskel.consume;

import io.triskel.consume.FailurePolicy.Decision;
import java.time.Instant;
import java.util.Optional;

/** The cases of a {@link Decision}, which a policy makes by its methods and only this package takes apart. */
final class Decisions {
    private Decisions() {}

    enum Retry implements Decision {
        RETRY
    }

    record Park(String reason, Optional<Instant> replayAt) implements Decision {}

    record Halt(String reason) implements Decision {}
}
