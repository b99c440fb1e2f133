package io.triskel.outbox;

import io.triskel.codec.InvalidEventException;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.observe.Observer;
import io.triskel.outbox.DispatchReport.Ending;
import io.triskel.outbox.DispatchReport.Stuck;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.publish.Cause;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.PublishReport;
import io.triskel.publish.PublishReport.Entry;
import io.triskel.store.EventReader;
import io.triskel.store.EventReader.EventPage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** One holder's turn at one stream, from the lease to its release. */
final class StreamDispatch {
    /** Most events of a turn, so that a long stream does not keep the others waiting. */
    static final int MOST = 1024;

    private static final int PAGE = 128;

    private final EventReader reader;
    private final Outbox outbox;
    private final EventPublisher publisher;
    private final InstantSource clock;
    private final Observer observer;
    private final DispatchLease lease;
    private final StreamId stream;
    private final Deadline end;

    /** Halved when a page cannot be read, until all events before the unreadable one are published. */
    private int pageSize = PAGE;

    private int published;
    private long recorded;
    private boolean permanent;

    StreamDispatch(
            EventReader reader,
            Outbox outbox,
            EventPublisher publisher,
            InstantSource clock,
            Observer observer,
            DispatchLease lease,
            Deadline deadline) {
        this.reader = reader;
        this.outbox = outbox;
        this.publisher = publisher;
        this.clock = clock;
        this.observer = observer;
        this.lease = lease;
        this.stream = lease.stream();
        this.end = lease.until().isBefore(deadline.at()) ? new Deadline(lease.until()) : deadline;
        this.recorded = lease.dispatchedTo();
    }

    DispatchReport run() {
        DispatchReport report;
        try {
            report = publishOn();
        } catch (RuntimeException failed) {
            observer.portFailed("outbox", failed);
            report = ended(Ending.PORT_FAILED, failed.toString());
        }
        if (report.ending() != Ending.FENCED) {
            release();
        }
        return report;
    }

    private DispatchReport publishOn() {
        while (published < MOST && !end.passed(clock)) {
            int limit = Math.min(pageSize, MOST - published);
            EventPage page;
            try {
                page = reader.read(stream, recorded, limit);
            } catch (InvalidEventException oneOfThem) {
                if (limit == 1) {
                    return unreadable(oneOfThem);
                }
                pageSize = limit / 2;
                continue;
            }
            if (page.events().isEmpty()) {
                return ended(Ending.CLEAN, "");
            }
            Optional<DispatchReport> ending = publish(page.events());
            if (ending.isPresent()) {
                return ending.get();
            }
            if (!page.more()) {
                return ended(Ending.CLEAN, "");
            }
        }
        return ended(Ending.CUT_SHORT, "");
    }

    private Optional<DispatchReport> publish(List<Envelope<?>> events) {
        events.stream().flatMap(event -> event.key().stream()).distinct().forEach(publisher::resume);
        PublishReport report = publisher.publishAndWait(events, end);
        if (report.entries().size() != events.size()) {
            throw new IllegalStateException(
                    "The publisher answered for " + report.entries().size() + " of " + events.size() + " events");
        }
        int prefix = report.acceptedPrefix();
        if (prefix > 0) {
            published += prefix;
            if (!outbox.advance(lease, recorded + prefix)) {
                return Optional.of(ended(Ending.FENCED, "another dispatcher took over"));
            }
            recorded += prefix;
            observer.dispatched(stream, recorded);
        }
        return prefix == events.size()
                ? Optional.empty()
                : Optional.of(notAccepted(report.entries().get(prefix)));
    }

    private DispatchReport notAccepted(Entry entry) {
        Stuck stuck = entry.fold(
                accepted -> stuck(entry, Cause.UNKNOWN, "accepted"),
                rejected -> stuck(entry, rejected.cause(), rejected.message()),
                withheld -> stuck(entry, Cause.TRANSIENT, "withheld behind " + withheld.behind()));
        permanent = stuck.permanent();
        Ending ending = !permanent && end.passed(clock) ? Ending.CUT_SHORT : Ending.NOT_ACCEPTED;
        return new DispatchReport(stream, ending, published, recorded, Optional.of(stuck), stuck.message());
    }

    private Stuck stuck(Entry entry, Cause cause, String message) {
        return new Stuck(stream, recorded + 1, Optional.of(entry.event().id()), cause, message);
    }

    private DispatchReport unreadable(InvalidEventException why) {
        observer.portFailed("outbox", why);
        permanent = true;
        long revision = recorded + 1;
        String message = "Revision " + revision + " of stream " + stream + " cannot be read (" + why.attribute() + ": "
                + why.reason()
                + "): let the codec read it, by its type's class or an upcaster, or give it up: lease the"
                + " stream and advance past it";
        Stuck stuck = new Stuck(stream, revision, Optional.empty(), Cause.INVALID, message);
        return new DispatchReport(stream, Ending.UNREADABLE, published, recorded, Optional.of(stuck), message);
    }

    private DispatchReport ended(Ending ending, String message) {
        return new DispatchReport(stream, ending, published, recorded, Optional.empty(), message);
    }

    private void release() {
        try {
            Instant now = clock.instant();
            outbox.release(lease, permanent ? now.plus(Dispatcher.PUT_OFF) : now);
        } catch (RuntimeException failed) {
            observer.portFailed("outbox", failed);
        }
    }
}
