package io.triskel.consume;

import io.triskel.codec.EncodedData;
import io.triskel.codec.InvalidEventException;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.PortException;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.HeldLane;
import io.triskel.parking.ParkingLot.ParkedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Looks at parked lanes as a replay would, without handlers, leases or writes. */
final class Previewing {
    /** Events in memory at the same time, each of some hundred KB at most. */
    private static final int PAGE = 50;

    private final ConsumerParts with;
    private final ParkingLot lot;
    private final String consumer;
    private final Instant now;
    private final List<EventId> delivered = new ArrayList<>();
    private final List<EventId> handled = new ArrayList<>();
    private final List<EventId> unreadable = new ArrayList<>();
    private final List<Lane> busy = new ArrayList<>();
    private long blocked;
    private int left;
    private boolean complete = true;

    Previewing(ConsumerParts with, ParkingLot lot, int limit) {
        this.with = with;
        this.lot = lot;
        this.consumer = with.consumer().name();
        this.now = with.clock().instant();
        this.left = limit;
    }

    ReplayPreview of(Collection<Lane> lanes) {
        lanes.forEach(lane -> lot.held(consumer, lane).ifPresent(this::look));
        return new ReplayPreview(delivered, handled, unreadable, busy, blocked, complete);
    }

    private void look(HeldLane lane) {
        if (lane.busy(now)) {
            skip(lane, lane.events());
            return;
        }
        long rest = lane.events();
        Optional<EventId> after = Optional.empty();
        while (left > 0) {
            int asked = Math.min(PAGE, left);
            List<ParkedEvent> page = lot.list(consumer, lane.lane(), after, asked);
            List<EventId> readable = readable(page);
            List<Optional<ClaimResult>> seen = seen(readable);
            for (int i = 0; i < readable.size(); i++, rest--, left--) {
                if (seen.get(i).filter(ClaimResult.InProgress.class::isInstance).isPresent()) {
                    skip(lane, rest);
                    return;
                }
                boolean done = seen.get(i).equals(Optional.of(ClaimResult.completed()));
                (done ? handled : delivered).add(readable.get(i));
            }
            if (readable.size() < page.size()) {
                unreadable.add(page.get(readable.size()).event());
                blocked += rest - 1;
                left--;
                return;
            }
            if (page.size() < asked) {
                return;
            }
            after = Optional.of(page.get(asked - 1).event());
        }
        complete &= rest <= 0;
    }

    private void skip(HeldLane lane, long waiting) {
        busy.add(lane.lane());
        blocked += waiting;
    }

    private List<Optional<ClaimResult>> seen(List<EventId> events) {
        Inbox inbox = with.inbox();
        return inbox == null
                ? events.stream().map(event -> Optional.<ClaimResult>empty()).toList()
                : inbox.seeAll(consumer, events, now);
    }

    /** {@return the identities of a page's first events that a handler would get, up to the first one that none would} */
    private List<EventId> readable(List<ParkedEvent> page) {
        List<EventId> readable = new ArrayList<>();
        for (ParkedEvent parked : page) {
            Optional<EventId> event = read(parked).filter(this::fits).map(Envelope::id);
            if (event.isEmpty()) {
                break;
            }
            readable.add(event.get());
        }
        return readable;
    }

    /** Whoever previews may lack the keys of personal data that the handler's process has: then the data stays encoded. */
    private Optional<Envelope<?>> read(ParkedEvent parked) {
        try {
            try {
                return Optional.of(Deliveries.decode(with.codec(), type -> true, parked.wire()));
            } catch (PortException noKeys) {
                return Optional.of(Deliveries.decode(with.codec(), type -> false, parked.wire()));
            }
        } catch (InvalidEventException | LinkageError unreadableNow) {
            return Optional.empty();
        }
    }

    private boolean fits(Envelope<?> event) {
        EventConsumer.Registered handler =
                with.consumer().handlerOf(with.codec().types().newestOf(event.type()));
        return handler != null && (event.data() instanceof EncodedData || Intake.fits(handler, event));
    }
}
