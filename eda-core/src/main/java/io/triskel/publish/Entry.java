package io.triskel.publish;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import java.util.function.Function;

/** What became of one event of a publication. */
public sealed interface Entry {
    /** {@return the event, as the caller gave it} */
    Envelope<?> event();

    /** {@return the result of the one function that fits} */
    <R> R fold(Function<Accepted, R> accepted, Function<Rejected, R> rejected, Function<Withheld, R> withheld);

    /** {@return the outcome as a tag: {@code accepted}, {@code withheld} or {@code rejected-} and the cause} */
    default String outcome() {
        return fold(
                accepted -> "accepted",
                rejected -> "rejected-" + rejected.cause().tag(),
                withheld -> "withheld");
    }

    /**
     * The bus has the event.
     *
     * @param event as the caller gave it
     * @param position where the bus keeps it, in the bus's own words
     */
    record Accepted(Envelope<?> event, String position) implements Entry {
        @Override
        public <R> R fold(
                Function<Accepted, R> accepted, Function<Rejected, R> rejected, Function<Withheld, R> withheld) {
            return accepted.apply(this);
        }
    }

    /**
     * The bus does not have the event, or, for {@link Cause#UNKNOWN}, may have it.
     *
     * @param event as the caller gave it
     * @param cause why
     * @param message for people
     */
    record Rejected(Envelope<?> event, Cause cause, String message) implements Entry {
        @Override
        public <R> R fold(
                Function<Accepted, R> accepted, Function<Rejected, R> rejected, Function<Withheld, R> withheld) {
            return rejected.apply(this);
        }
    }

    /**
     * Not sent, because an earlier event of the same key was rejected; sending it would reorder the key.
     *
     * @param event as the caller gave it
     * @param behind the event that was rejected
     */
    record Withheld(Envelope<?> event, EventId behind) implements Entry {
        @Override
        public <R> R fold(
                Function<Accepted, R> accepted, Function<Rejected, R> rejected, Function<Withheld, R> withheld) {
            return withheld.apply(this);
        }
    }
}
