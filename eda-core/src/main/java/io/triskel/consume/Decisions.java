package io.triskel.consume;

import io.triskel.consume.FailurePolicy.Decision;
import java.time.Instant;
import java.util.Optional;

/** What a {@link Decision} can be: a policy makes it by the methods there, and only this package takes it apart. */
final class Decisions {
    private Decisions() {}

    enum Retry implements Decision {
        RETRY
    }

    record Park(String reason, Optional<Instant> replayAt) implements Decision {}

    record Halt(String reason) implements Decision {}
}
