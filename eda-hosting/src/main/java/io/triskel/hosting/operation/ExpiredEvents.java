package io.triskel.hosting.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.codec.WireEvent;
import io.triskel.consume.BatchProcessor;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.hosting.Heartbeat;
import io.triskel.hosting.HostedApplication;
import io.triskel.platform.Platform;
import io.triskel.publish.EventPublisher;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Events that a bus has dropped, on a cloud whose trigger gives nothing up: a consumer that stood still for longer than the bus keeps
 * events never got them. Nothing tells which ones those are, so all of the archive are handed over that are not on the bus any more,
 * and that consumers still remember if they have handled them. Older ones are left alone: they could be handled twice.
 */
public final class ExpiredEvents implements GivenUp {
    private static final int MOST = 100;
    private static final long MOST_BYTES = 512 << 10;

    /** An archive of a week is read. */
    private static final Duration TIME = Duration.ofHours(1);

    /** Taken off the memory: an event is remembered from when it was handled on, so this is for clocks that differ. */
    private static final Duration MARGIN = Duration.ofHours(1);

    private final String never;
    private final HostedApplication application;
    private final Platform platform;
    private final Kept kept;
    private final Supplier<Archived> archived;
    private final Supplier<ConsumerFunctions> functions;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * Reads nothing yet.
     *
     * @param never why the trigger gives nothing up, for people
     * @param archived asked when a consumer's events are listed
     * @param functions asked when events are handed over
     */
    public ExpiredEvents(
            String never,
            HostedApplication application,
            Kept kept,
            Supplier<Archived> archived,
            Supplier<ConsumerFunctions> functions) {
        this.never = never;
        this.application = application;
        this.platform = application.platform();
        this.kept = kept;
        this.archived = archived;
        this.functions = functions;
    }

    /**
     * How long what is kept.
     *
     * @param bus how long the bus keeps events
     * @param memory how long consumers remember what they have handled
     */
    public record Kept(Duration bus, Duration memory) {}

    /** The archive. */
    @FunctionalInterface
    public interface Archived {
        /**
         * Publishes what the archive has of a period, and perhaps of some time around it, with its archived data.
         *
         * @return why not all of it was published; empty if all was
         */
        Optional<String> publish(Instant from, Instant until, EventPublisher to, Deadline deadline);
    }

    @Override
    public Optional<String> never() {
        return Optional.of(never);
    }

    @Override
    public List<Batch> list(Predicate<String> consumers, int limit) {
        Instant now = platform.clock().instant();
        Instant from = now.minus(kept.memory()).plus(MARGIN);
        Instant until = now.minus(kept.bus());
        Map<String, Predicate<Envelope<?>>> wanted = new LinkedHashMap<>();
        application.consumers().keySet().stream()
                .filter(consumers)
                .limit(limit)
                .forEach(consumer -> wanted.put(consumer, wanted(consumer, from, until)));
        Map<String, Long> counts = new LinkedHashMap<>();
        ArchiveTap counter = (events, deadline) -> {
            wanted.forEach((consumer, its) ->
                    counts.merge(consumer, events.stream().filter(its).count(), Long::sum));
            return new ArchiveTap.Taken(events.size(), Optional.empty());
        };
        archived.get()
                .publish(from, until, counter, Deadline.in(TIME, platform.clock()))
                .ifPresent(problem -> {
                    throw new IllegalStateException("the archive cannot be read: " + problem);
                });
        List<Batch> batches = new ArrayList<>();
        counts.forEach((consumer, count) -> {
            if (count > 0) {
                batches.add(new Batch(
                        from + "/" + until,
                        consumer,
                        "the archive, published " + from + " to " + until,
                        count,
                        until,
                        "the bus does not have them any more; those that the consumer has handled count as settled"));
            }
        });
        return batches;
    }

    private Predicate<Envelope<?>> wanted(String consumer, Instant from, Instant until) {
        Predicate<EventType> subscription = BatchProcessor.of(
                        Objects.requireNonNull(application.consumers().get(consumer)))
                .codec(platform.codec())
                .build()
                .subscription();
        return event -> subscription.test(event.type())
                && !event.type().equals(Heartbeat.TYPE)
                && event.time()
                        .map(time -> !time.toInstant().isBefore(from)
                                && time.toInstant().isBefore(until))
                        .orElse(true);
    }

    @Override
    public Redelivered redeliver(Batch batch) {
        String[] period = batch.id().split("/", 2);
        Instant from = Instant.parse(period[0]);
        Instant until = Instant.parse(period[1]);
        Sending sending = new Sending(batch.consumer(), wanted(batch.consumer(), from, until), functions.get());
        Optional<String> problem = archived.get().publish(from, until, sending, Deadline.in(TIME, platform.clock()));
        return new Redelivered(sending.settled, problem);
    }

    /** Hands wanted events to the consumer's function, some at a time. */
    private final class Sending implements ArchiveTap {
        private final String consumer;
        private final Predicate<Envelope<?>> wanted;
        private final ConsumerFunctions called;
        private long settled;

        Sending(String consumer, Predicate<Envelope<?>> wanted, ConsumerFunctions called) {
            this.consumer = consumer;
            this.wanted = wanted;
            this.called = called;
        }

        @Override
        public Taken take(List<? extends Envelope<?>> events, Deadline deadline) {
            int done = 0;
            while (done < events.size()) {
                Chunk chunk = chunk(events, done);
                Taken taken = chunk.wires().isEmpty() ? new Taken(0, Optional.empty()) : send(chunk.wires(), deadline);
                settled += taken.events();
                if (taken.events() < chunk.wires().size()) {
                    return new Taken(done, taken.problem());
                }
                done = chunk.end();
            }
            return new Taken(done, Optional.empty());
        }

        private record Chunk(List<WireEvent> wires, int end) {}

        private Chunk chunk(List<? extends Envelope<?>> events, int begin) {
            List<WireEvent> wires = new ArrayList<>();
            long bytes = 0;
            int end = begin;
            while (end < events.size() && wires.size() < MOST && bytes < MOST_BYTES) {
                if (wanted.test(events.get(end))) {
                    WireEvent wire = platform.codec().encodeBinary(events.get(end));
                    wires.add(wire);
                    bytes += wire.bytes();
                }
                end++;
            }
            return new Chunk(wires, end);
        }

        private Taken send(List<WireEvent> wires, Deadline deadline) {
            Duration time = FunctionReplay.timeOfOne(deadline, platform.clock());
            try {
                JsonNode answer = json.readTree(
                        called.invoke(consumer, new RedeliveryRequest(consumer, wires, time).toJson(), time));
                return answer.path("settled").canConvertToInt()
                        ? new Taken(
                                answer.path("settled").intValue(),
                                Optional.of(answer.path("problem").asText()))
                        : new Taken(
                                0,
                                Optional.of(
                                        "the function does not know the request; an older release may be deployed"));
            } catch (IOException | IllegalStateException noAnswer) {
                return new Taken(0, Optional.of(String.valueOf(noAnswer.getMessage())));
            }
        }
    }
}
