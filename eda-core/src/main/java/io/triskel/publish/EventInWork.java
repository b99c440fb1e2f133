package io.triskel.publish;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.publish.PublishReport.Entry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One event of a publication on its way to an entry. Its state is guarded by the publisher's lock until it is settled. */
final class EventInWork {
    private final Envelope<?> event;
    private final @Nullable Outgoing outgoing;
    private final Entry.@Nullable Rejected stillborn;
    private @Nullable Publication publication;
    private @Nullable KeyQueue lane;
    private @Nullable Request request;
    private @Nullable Entry entry;
    private @Nullable EventInWork before;
    private @Nullable EventInWork behind;

    /** Either {@code outgoing}, or the rejection of an event that could not be encoded. */
    EventInWork(Envelope<?> event, @Nullable Outgoing outgoing, Entry.@Nullable Rejected stillborn) {
        this.event = event;
        this.outgoing = outgoing;
        this.stillborn = stillborn;
    }

    void belongTo(Publication owner) {
        publication = owner;
    }

    Publication publication() {
        return Objects.requireNonNull(publication);
    }

    void enter(KeyQueue own) {
        lane = own;
    }

    KeyQueue lane() {
        return Objects.requireNonNull(lane);
    }

    /** {@return the next waiting event of the lane, or null} */
    @Nullable
    EventInWork behind() {
        return behind;
    }

    void behind(@Nullable EventInWork next) {
        behind = next;
    }

    /** {@return the previous waiting event of the lane, or null} */
    @Nullable
    EventInWork before() {
        return before;
    }

    void before(@Nullable EventInWork previous) {
        before = previous;
    }

    void sentIn(Request by) {
        request = by;
    }

    /** {@return the request that the event was sent in, {@code null} while it waits} */
    @Nullable
    Request request() {
        return request;
    }

    Envelope<?> event() {
        return event;
    }

    /** {@return the event with the trace that it travels with} */
    Envelope<?> traced() {
        return outgoing == null ? event : outgoing.event();
    }

    EventId id() {
        return event.id();
    }

    Outgoing outgoing() {
        return Objects.requireNonNull(outgoing);
    }

    Entry.@Nullable Rejected stillborn() {
        return stillborn;
    }

    /** {@return whether its rejection withholds what follows in its key} */
    boolean holdsUpItsKey() {
        return Withholding.isBegunBy(event);
    }

    boolean settled() {
        return entry != null;
    }

    Entry entry() {
        return Objects.requireNonNull(entry);
    }

    void settle(Entry outcome) {
        entry = outcome;
        if (outcome instanceof Entry.Rejected && holdsUpItsKey()) {
            publication().breakKey(event.key().orElseThrow(), event.id());
        } else if (outcome instanceof Entry.Withheld withheld) {
            publication().breakKey(event.key().orElseThrow(), withheld.behind());
        }
        publication().oneLess();
    }

    void withhold(EventId behind) {
        settle(new Entry.Withheld(event, behind));
    }
}
