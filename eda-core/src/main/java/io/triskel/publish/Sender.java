package io.triskel.publish;

import io.triskel.codec.EventCodec;
import io.triskel.codec.EventCodec.EventWriter;
import io.triskel.codec.WrittenEvent;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.OrderingKey;
import io.triskel.event.PortException.Fault;
import io.triskel.observe.Observer;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.OrderedPublisher.AlarmClock;
import io.triskel.publish.PublishReport.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Encodes, sends, takes answers and reports, for all views of one publisher. */
final class Sender {
    private final EventBus bus;
    private final Encoder encoder;
    private final InstantSource clock;
    private final Observer observer;
    private final Object lock = new Object();
    private final RequestSchedule schedule;
    private final WakeUp wakeUp;

    /** @param observer one that never throws */
    Sender(EventBus bus, EventCodec codec, InstantSource clock, Observer observer, int maxInFlight, AlarmClock alarms) {
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("maxInFlight must be at least 1, not " + maxInFlight);
        }
        this.bus = bus;
        this.observer = observer;
        this.encoder = new Encoder(codec, bus.limits(), observer);
        this.clock = clock;
        this.schedule = new RequestSchedule(bus.limits(), maxInFlight);
        this.wakeUp = new WakeUp(alarms, lock, () -> sendWhatIsReady(null));
    }

    /**
     * Encodes one request's worth of events at a time, so that the first requests are in flight while the rest is encoded.
     *
     * @param written the first events as they were written already, in order
     */
    Publication start(
            Withholding owner, List<? extends Envelope<?>> events, List<WrittenEvent> written, Deadline deadline) {
        Publication publication;
        synchronized (lock) {
            publication = schedule.open(owner, deadline, clock.instant(), events.size());
        }
        int bite = Math.min(events.size(), bus.limits().maxEvents());
        List<EventInWork> encoded = new ArrayList<>(bite);
        int at = 0;
        try (EventWriter writer = encoder.writer()) {
            for (Envelope<?> event : events) {
                if (encoded.size() == bite) {
                    enter(publication, encoded);
                    sendWhatIsReady(publication);
                    encoded.clear();
                }
                encoded.add(encoder.encode(event, at < written.size() ? written.get(at) : null, writer));
                at++;
            }
        } finally {
            enter(publication, encoded);
            synchronized (lock) {
                schedule.close(publication);
            }
            sendWhatIsReady(publication);
        }
        return publication;
    }

    private void enter(Publication publication, List<EventInWork> encoded) {
        synchronized (lock) {
            schedule.enter(publication, encoded);
        }
    }

    void giveUp(Publication publication, String why) {
        List<Publication> finished;
        synchronized (lock) {
            schedule.giveUp(publication, why);
            finished = schedule.takeFinished();
        }
        report(finished);
        sendWhatIsReady(null);
    }

    /** Rejects later events, reports those under way and cancels the alarm. */
    void close() {
        encoder.close();
        List<Publication> finished;
        synchronized (lock) {
            schedule.giveUpAll("The publisher was closed");
            finished = schedule.takeFinished();
            wakeUp.callOff();
        }
        report(finished);
    }

    void resume(Withholding owner, OrderingKey key) {
        boolean underWay;
        synchronized (lock) {
            underWay = schedule.resume(owner, key);
        }
        if (underWay) {
            sendWhatIsReady(null);
        }
    }

    Duration remaining(Deadline deadline) {
        return deadline.remaining(clock);
    }

    int rememberedKeys(Withholding owner) {
        synchronized (lock) {
            return schedule.keysUnderWay() + owner.keys();
        }
    }

    /**
     * Sends on this thread until nothing is ready, then sets an alarm for publications that stay open.
     *
     * @param own the current call's publication; if the bus answers it within the call, no alarm is set
     */
    private void sendWhatIsReady(@Nullable Publication own) {
        while (true) {
            Request request;
            List<Publication> finished;
            RuntimeException unset;
            synchronized (lock) {
                Instant now = clock.instant();
                request = schedule.next(now);
                finished = schedule.takeFinished();
                unset = setAlarm(schedule.wakeUpBy(request == null ? null : own), now);
            }
            if (unset != null) {
                observer.portFailed("alarm clock", unset);
            }
            report(finished);
            if (request == null) {
                return;
            }
            send(request);
        }
    }

    /** {@return why the alarm could not be set, or null} */
    private @Nullable RuntimeException setAlarm(@Nullable Instant moment, Instant now) {
        if (moment != null) {
            try {
                wakeUp.by(moment, now);
            } catch (RuntimeException failure) {
                return failure;
            }
        }
        return null;
    }

    /**
     * A bus that answers on the sending thread must not recurse into the next request: the loop above continues instead.
     */
    private void send(Request request) {
        request.sentBy(Thread.currentThread());
        CompletionStage<List<BusResult>> answer;
        try {
            answer = bus.send(request.outgoing(), request.deadline());
            answer.whenComplete((results, failure) -> answered(request, results, failure));
        } catch (Throwable failure) {
            answered(request, null, failure);
            if (failure instanceof Error fatal && Fault.of(fatal) == Fault.MACHINE) {
                throw fatal;
            }
        } finally {
            request.sentBy(null);
        }
    }

    private void answered(Request request, @Nullable List<BusResult> results, @Nullable Throwable failure) {
        if (failure != null) {
            observer.portFailed("event bus", failure);
        }
        boolean inline = request.isSentBy(Thread.currentThread());
        List<BusResult> complete = request.completed(results, failure);
        synchronized (lock) {
            schedule.answered(request, complete);
        }
        if (!inline) {
            sendWhatIsReady(null);
        }
    }

    private void report(List<Publication> finished) {
        Instant now = finished.isEmpty() ? Instant.EPOCH : clock.instant();
        for (Publication publication : finished) {
            List<Entry> entries = new ArrayList<>(publication.items().size());
            Duration took = Duration.between(publication.started(), now);
            // One pass over the items: they have left the processor's cache since they were sent, and a second pass
            // costs more than this.
            for (EventInWork item : publication.items()) {
                Entry entry = item.entry();
                entries.add(entry);
                observer.published(item.traced(), entry.outcome(), took);
            }
            publication.report().complete(new PublishReport(entries));
        }
    }
}
