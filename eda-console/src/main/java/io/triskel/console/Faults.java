package io.triskel.console;

import io.triskel.codec.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What can be broken on purpose, in an environment of this machine: given to {@link ConsoleBuilder#faults}. The console records each fault,
 * ends it after its time, and measures how the pipeline recovers.
 */
public interface Faults {
    /** {@return the faults in the order in which the page shows them, also those that are not possible here} */
    List<Offer> offers();

    /**
     * Injects a fault into the real thing, until the answer is closed.
     *
     * @throws IllegalStateException if no fault can be injected now; the message says why
     */
    Injected inject(String kind);

    /** {@return how much is under way now} Called several times a second while a fault is measured. */
    Lag lag();

    /** {@return what went wrong since the start of the process} Read before a fault, and once it is recovered from. */
    Damage damage();

    /**
     * A fault that a page can start, or cannot.
     *
     * @param kind its name on the wire, such as {@code throttle}
     * @param time how long it lasts if nobody stops it, at most a minute
     * @param effect what it does, in this environment
     * @param whyNot why it is not possible here; empty if it is
     */
    record Offer(String kind, Duration time, Text effect, Optional<Text> whyNot) {
        public Offer {
            if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(Duration.ofMinutes(1)) > 0) {
                throw new IllegalArgumentException("A fault lasts from a second to a minute, not " + time);
            }
        }
    }

    /** A text in the page's languages. */
    record Text(String english, String french) {
        JsonObject json() {
            return JsonObject.empty().set("en", english).set("fr", french);
        }
    }

    /** A fault in force. */
    interface Injected extends AutoCloseable {
        /** Ends the fault, and undoes what it did; does nothing the second time. */
        @Override
        void close();
    }

    /**
     * How much is under way.
     *
     * @param waiting events that consumers have not settled; empty if nobody counts them
     * @param orders how many orders the faults have placed
     * @param underWay how many of those have not ended
     */
    record Lag(OptionalLong waiting, long orders, long underWay) {}

    /**
     * What went wrong.
     *
     * @param lost facts that were committed and never published
     * @param doubled facts that happened twice, such as a second charge
     * @param parked events that are parked now
     */
    record Damage(OptionalLong lost, OptionalLong doubled, OptionalLong parked) {}
}
