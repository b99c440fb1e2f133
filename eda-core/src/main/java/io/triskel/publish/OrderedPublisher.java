package io.triskel.publish;

import io.triskel.codec.EventCodec;
import io.triskel.codec.EventWriter;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.OrderingKey;
import io.triskel.observe.Observer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Does over any {@link EventBus} what every adapter would otherwise do in its own way: splits to the bus's limits, keeps one
 * request in flight per key and several across keys, withholds a key's successors after a rejection until it is resumed.
 *
 * <p>Safe for any number of threads. It has no thread of its own: requests go out on the calling thread and on those that
 * complete the bus's answers. Remembers a key only while it has events under way or is withheld.
 */
public final class OrderedPublisher implements EventPublisher {
    private static final int MAX_IN_FLIGHT = 8;

    private final EventBus bus;
    private final Encoder encoder;
    private final InstantSource clock;
    private final Observer observer;
    private final Schedule schedule;
    private final Object lock = new Object();

    /** Creates a publisher with at most eight requests in flight. */
    public OrderedPublisher(EventBus bus, EventCodec codec, InstantSource clock, Observer observer) {
        this(bus, codec, clock, observer, MAX_IN_FLIGHT);
    }

    /**
     * Creates a publisher.
     *
     * @param maxInFlight most requests under way at once, over all keys and calls, 1 or more
     */
    public OrderedPublisher(EventBus bus, EventCodec codec, InstantSource clock, Observer observer, int maxInFlight) {
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("At least one request is in flight, not " + maxInFlight);
        }
        this.bus = bus;
        this.observer = Observer.guarded(observer);
        this.encoder = new Encoder(codec, bus.limits(), this.observer);
        this.clock = clock;
        this.schedule = new Schedule(bus.limits(), maxInFlight);
    }

    @Override
    public CompletionStage<PublishReport> publish(List<? extends Envelope<?>> events, Deadline deadline) {
        return start(events, deadline).report().minimalCompletionStage();
    }

    /**
     * As {@link #publish}, and at the deadline the report is there even if the bus has not answered.
     *
     * <p>An interrupt ends the wait in the same way; the thread stays interrupted.
     */
    @Override
    public PublishReport publishAndWait(List<? extends Envelope<?>> events, Deadline deadline) {
        Publication publication = start(events, deadline);
        CompletableFuture<PublishReport> report = publication.report();
        try {
            return report.get(deadline.remaining(clock).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            giveUp(publication, "The deadline passed");
        } catch (InterruptedException interrupted) {
            giveUp(publication, "The publishing thread was interrupted");
            Thread.currentThread().interrupt();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("A report never fails", impossible);
        }
        return report.join();
    }

    @Override
    public void resume(OrderingKey key) {
        synchronized (lock) {
            schedule.resume(key);
        }
        sendWhatIsReady();
    }

    /** {@return how many keys are remembered: those with events under way and those withheld} */
    int rememberedKeys() {
        synchronized (lock) {
            return schedule.rememberedKeys();
        }
    }

    /** Encodes a request's worth at a time: the first requests are under way while the rest is encoded. */
    private Publication start(List<? extends Envelope<?>> events, Deadline deadline) {
        Publication publication;
        synchronized (lock) {
            publication = schedule.open(deadline, clock.instant(), events.size());
        }
        int bite = Math.min(events.size(), bus.limits().maxEvents());
        List<Item> encoded = new ArrayList<>(bite);
        try (EventWriter writer = encoder.writer()) {
            for (Envelope<?> event : events) {
                if (encoded.size() == bite) {
                    enter(publication, encoded);
                    sendWhatIsReady();
                    encoded.clear();
                }
                encoded.add(encoder.encode(event, writer));
            }
        } finally {
            enter(publication, encoded);
            synchronized (lock) {
                schedule.close(publication);
            }
            sendWhatIsReady();
        }
        return publication;
    }

    private void enter(Publication publication, List<Item> encoded) {
        synchronized (lock) {
            schedule.enter(publication, encoded);
        }
    }

    private void giveUp(Publication publication, String why) {
        List<Publication> finished;
        synchronized (lock) {
            schedule.giveUp(publication, why);
            finished = schedule.takeFinished();
        }
        report(finished);
        sendWhatIsReady();
    }

    private void sendWhatIsReady() {
        while (true) {
            Request request;
            List<Publication> finished;
            synchronized (lock) {
                request = schedule.next(clock.instant());
                finished = schedule.takeFinished();
            }
            report(finished);
            if (request == null) {
                return;
            }
            send(request);
        }
    }

    /** A bus that answers on the sending thread must not recurse into the next request: the loop above goes on instead. */
    private void send(Request request) {
        request.sentBy(Thread.currentThread());
        CompletionStage<List<BusResult>> answer;
        try {
            answer = bus.send(request.outgoing(), request.deadline());
            answer.whenComplete((results, failure) -> answered(request, results, failure));
        } catch (VirtualMachineError fatal) {
            answered(request, null, fatal);
            throw fatal;
        } catch (Throwable failure) {
            answered(request, null, failure);
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
            sendWhatIsReady();
        }
    }

    private void report(List<Publication> finished) {
        Instant now = finished.isEmpty() ? Instant.EPOCH : clock.instant();
        for (Publication publication : finished) {
            List<Entry> entries = new ArrayList<>();
            publication.items().forEach(item -> entries.add(item.entry()));
            Duration took = Duration.between(publication.started(), now);
            publication
                    .items()
                    .forEach(item ->
                            observer.published(item.traced(), item.entry().outcome(), took));
            publication.report().complete(new PublishReport(entries));
        }
    }
}
