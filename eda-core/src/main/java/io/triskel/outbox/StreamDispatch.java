package io.triskel.outbox;

import io.triskel.codec.InvalidEventException;
import io.triskel.codec.WrittenEvent;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.OrderingKey;
import io.triskel.event.StreamId;
import io.triskel.observe.Observer;
import io.triskel.outbox.DispatchReport.Ending;
import io.triskel.outbox.DispatchReport.Stuck;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.Finish;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.PublishReport;
import io.triskel.publish.PublishReport.Entry;
import io.triskel.publish.RejectionCause;
import io.triskel.store.EventReader;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventReader.EventPage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One dispatcher's turn at one stream, from the lease to its release. */
final class StreamDispatch {
    /** The most events of a turn, so that a long stream does not delay the others. */
    static final int MOST = 1024;

    private static final int PAGE = 128;

    private final Ports ports;
    private final DispatchLease lease;
    private final StreamId stream;
    private final Deadline end;
    private final Patience patience;

    /** Commits read since the lease was taken or marked. */
    private final List<Commit> read = new ArrayList<>();

    /** Halved when a page cannot be read, until all events before the unreadable event are published. */
    private int pageSize = PAGE;

    /** How the events after a revision were just written, by the append of this call. */
    private List<WrittenEvent> written = List.of();

    private long writtenAfter;
    private int published;
    private long sent;
    private long recorded;
    private boolean permanent;

    /** The ports and settings of every turn of a dispatcher. */
    record Ports(EventReader reader, Outbox outbox, EventPublisher publisher, InstantSource clock, Observer observer) {}

    StreamDispatch(Ports ports, DispatchLease lease, Deadline deadline, Patience patience) {
        this.ports = ports;
        this.lease = lease;
        this.stream = lease.stream();
        this.end = lease.until().isBefore(deadline.at()) ? new Deadline(lease.until()) : deadline;
        this.patience = patience;
        this.sent = lease.dispatchedTo();
        this.recorded = lease.dispatchedTo();
    }

    /**
     * Publishes all commits, beginning with the commit in memory if it is the next one.
     *
     * @param asWritten the events of the commit in memory, or none
     */
    DispatchReport run(Optional<EventPage> atHand, List<WrittenEvent> asWritten) {
        written = asWritten;
        writtenAfter =
                atHand.map(page -> page.lastRevision() - page.events().size()).orElse(0L);
        DispatchReport report;
        try {
            report = publishOn(atHand);
        } catch (RuntimeException | LinkageError failed) {
            ports.observer().portFailed("outbox", failed);
            report = ended(Ending.PORT_FAILED, failed.toString());
        }
        return report.ending() == Ending.FENCED || report.clean() ? report : putOff(report);
    }

    private DispatchReport publishOn(Optional<EventPage> atHand) {
        Optional<EventPage> next = atHand.flatMap(this::fitting);
        while (published < MOST && !end.passed(ports.clock())) {
            int limit = Math.min(pageSize, MOST - published);
            EventPage page;
            try {
                page = next.isPresent() ? next.get() : ports.reader().read(stream, sent, limit);
            } catch (InvalidEventException oneOfThem) {
                if (limit == 1) {
                    return unreadable(oneOfThem);
                }
                pageSize = limit / 2;
                continue;
            }
            int first = lease.isClaim() ? ofFirstCommit(page) : page.events().size();
            next = part(page, first, page.events().size());
            page = part(page, 0, first).orElse(page);
            read.addAll(page.commits());
            Optional<DispatchReport> ending = publish(page.events());
            if (ending.isPresent()) {
                return ending.get();
            }
            ending = page.more() ? advance() : finish();
            if (ending.isPresent()) {
                return ending.get();
            }
        }
        return ended(Ending.CUT_SHORT, "");
    }

    /** The commit in memory if it is next, an empty page if it is published; empty if other commits come first. */
    private Optional<EventPage> fitting(EventPage commit) {
        if (commit.lastRevision() <= sent) {
            return Optional.of(new EventPage(List.of(), List.of(), commit.lastRevision(), false));
        }
        return Optional.of(commit)
                .filter(page -> page.lastRevision() - page.events().size() == sent);
    }

    /**
     * How many of the next events a claim covers: one commit. Whether the commit behind it is left to this publisher, or
     * published by its own appender, is known only when this one is recorded.
     */
    private int ofFirstCommit(EventPage page) {
        return page.commits().isEmpty()
                ? 0
                : (int) Math.min(page.events().size(), page.commits().get(0).last() - sent);
    }

    /** Some of the events after {@code sent}, with their commits; empty if there are none. */
    private Optional<EventPage> part(EventPage page, int from, int to) {
        if (from == to) {
            return Optional.empty();
        }
        List<Commit> commits = page.commits().stream()
                .filter(commit -> commit.last() > sent + from && commit.first() <= sent + to)
                .toList();
        boolean whole = commits.get(commits.size() - 1).last() == sent + to;
        return Optional.of(new EventPage(
                page.events().subList(from, to), commits, page.lastRevision(), lease.isClaim() ? !whole : page.more()));
    }

    /** Sends the events, retrying after transient rejections; returns the ending if they are not all accepted. */
    private Optional<DispatchReport> publish(List<Envelope<?>> events) {
        List<Envelope<?>> left = events;
        int tries = 0;
        while (!left.isEmpty()) {
            resume(left);
            PublishReport report = ports.publisher().publishAndWait(left, written(left.size()), end);
            if (report.entries().size() != left.size()) {
                throw new IllegalStateException(
                        "The publisher answered for " + report.entries().size() + " of " + left.size() + " events");
            }
            int prefix = report.acceptedPrefix();
            published += prefix;
            sent += prefix;
            if (prefix < left.size()) {
                DispatchReport refused = notAccepted(report.entries().get(prefix));
                if (permanent || !patience.pause(tries++, end, ports.clock())) {
                    return Optional.of(refused);
                }
            }
            left = left.subList(prefix, left.size());
        }
        return Optional.empty();
    }

    private void resume(List<Envelope<?>> events) {
        Optional<OrderingKey> last = Optional.empty();
        for (Envelope<?> event : events) {
            // Usually all events of a stream have one key.
            if (!event.key().equals(last)) {
                last = event.key();
                last.ifPresent(ports.publisher()::resume);
            }
        }
    }

    /** The next events as they were written; none if they were read, or another publisher's commits come first. */
    private List<WrittenEvent> written(int count) {
        long from = sent - writtenAfter;
        return from < 0 || from + count > written.size() ? List.of() : written.subList((int) from, (int) from + count);
    }

    private Optional<DispatchReport> advance() {
        if (!ports.outbox().advance(lease, sent)) {
            return Optional.of(fenced());
        }
        recorded();
        return Optional.empty();
    }

    /**
     * Empty if the lease is kept because another process wanted it, which may have committed since the last page was read.
     */
    private Optional<DispatchReport> finish() {
        Finish finish = ports.outbox().finish(lease, sent, read);
        if (finish == Finish.FENCED) {
            return Optional.of(fenced());
        }
        recorded();
        read.clear();
        return finish == Finish.RELEASED ? Optional.of(ended(Ending.CLEAN, "")) : Optional.empty();
    }

    private DispatchReport fenced() {
        return ended(Ending.FENCED, "another dispatcher took over");
    }

    private void recorded() {
        if (sent > recorded) {
            recorded = sent;
            ports.observer().dispatched(stream, recorded);
        }
    }

    private DispatchReport notAccepted(Entry entry) {
        Stuck stuck = entry.fold(
                accepted -> stuck(entry, RejectionCause.UNKNOWN, "accepted"),
                rejected -> stuck(entry, rejected.cause(), rejected.message()),
                withheld -> stuck(entry, RejectionCause.TRANSIENT, "withheld behind " + withheld.behind()));
        permanent = stuck.permanent();
        Ending ending = !permanent && end.passed(ports.clock()) ? Ending.CUT_SHORT : Ending.NOT_ACCEPTED;
        return new DispatchReport(stream, ending, published, recorded, Optional.of(stuck), stuck.message());
    }

    private Stuck stuck(Entry entry, RejectionCause cause, String message) {
        return new Stuck(stream, sent + 1, Optional.of(entry.event().id()), cause, message);
    }

    private DispatchReport unreadable(InvalidEventException why) {
        ports.observer().portFailed("outbox", why);
        permanent = true;
        long revision = sent + 1;
        String message = "Revision " + revision + " of stream " + stream + " cannot be read (" + why.attribute() + ": "
                + why.reason()
                + "): register its type's class or an upcaster with the codec; or, to skip it, lease the stream and "
                + "advance past it";
        Stuck stuck = new Stuck(stream, revision, Optional.empty(), RejectionCause.INVALID, message);
        return new DispatchReport(stream, Ending.UNREADABLE, published, recorded, Optional.of(stuck), message);
    }

    private DispatchReport ended(Ending ending, String message) {
        return new DispatchReport(stream, ending, published, recorded, Optional.empty(), message);
    }

    private DispatchReport putOff(DispatchReport report) {
        try {
            Instant now = ports.clock().instant();
            if (ports.outbox().putOff(lease, sent, permanent ? now.plus(Dispatcher.PUT_OFF) : now)) {
                recorded();
            }
        } catch (RuntimeException failed) {
            ports.observer().portFailed("outbox", failed);
        }
        return new DispatchReport(stream, report.ending(), published, recorded, report.stuck(), report.message());
    }
}
