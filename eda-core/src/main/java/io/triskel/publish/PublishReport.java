package io.triskel.publish;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.observe.EventOutcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The outcome of every event of one publication.
 *
 * @param entries one per event, in the caller's order
 */
public record PublishReport(List<Entry> entries) {
    public PublishReport {
        entries = List.copyOf(entries);
    }

    /** {@return whether the bus has all events} */
    public boolean complete() {
        return acceptedPrefix() == entries.size();
    }

    /** {@return how many leading events were accepted without a gap: how far an outbox may advance} */
    public int acceptedPrefix() {
        int prefix = 0;
        while (prefix < entries.size() && entries.get(prefix) instanceof Entry.Accepted) {
            prefix++;
        }
        return prefix;
    }

    /** {@return how many events were accepted} */
    public int accepted() {
        return (int) entries.stream().filter(Entry.Accepted.class::isInstance).count();
    }

    /** {@return the rejected events with their causes} */
    public List<Entry.Rejected> rejected() {
        return entries.stream()
                .filter(Entry.Rejected.class::isInstance)
                .map(Entry.Rejected.class::cast)
                .toList();
    }

    /** {@return the first rejected event, if any} */
    public Optional<Entry.Rejected> firstRejected() {
        return rejected().stream().findFirst();
    }

    /** The outcome of one event of a publication. */
    public sealed interface Entry {
        /** {@return the event, as the caller gave it} */
        Envelope<?> event();

        /** {@return the result of the one function that fits} */
        <R> R fold(Function<Accepted, R> accepted, Function<Rejected, R> rejected, Function<Withheld, R> withheld);

        /** {@return the outcome for observers} */
        default EventOutcome outcome() {
            return fold(
                    accepted -> EventOutcome.ACCEPTED,
                    rejected -> rejected.cause().outcome(),
                    withheld -> EventOutcome.WITHHELD);
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
         * The bus does not have the event, or, for {@link RejectionCause#UNKNOWN}, may have it.
         *
         * @param event as the caller gave it
         * @param cause why
         * @param message details
         */
        record Rejected(Envelope<?> event, RejectionCause cause, String message) implements Entry {
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
}
