package io.triskel.orders.run;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.StreamId;
import io.triskel.hosting.operation.Operations;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Ports;
import io.triskel.outbox.Outbox;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Describes the remaining work of a stuck pipeline: how much of each kind, and one example with its reason. */
public final class WorkLeft {
    private static final int PAGE = 500;

    /** The longest reason that is shown whole, in characters. */
    private static final int REASON = 200;

    /** A codec that knows no type, so that it opens no data. */
    private final EventCodec codec =
            EventCodec.of(TypeRegistry.builder().build()).withMaxBytes(1 << 20);

    private final Ports ports;
    private final OrderPipeline pipeline;
    private final Operations operations;
    private final String saga;

    private WorkLeft(Ports ports, OrderPipeline pipeline) {
        this.ports = ports;
        this.pipeline = pipeline;
        operations = new Operations(pipeline);
        saga = pipeline.leader();
    }

    /**
     * Looks into the stores.
     *
     * @param behind consumers that have not settled all that was published to them
     * @param now as the pipeline's timers see it
     * @return the exception: its message has a line for each kind of work
     */
    public static StuckException of(Ports ports, OrderPipeline pipeline, Collection<String> behind, Instant now) {
        return new StuckException("the pipeline is stuck with unfinished work:\n  "
                + String.join("\n  ", new WorkLeft(ports, pipeline).lines(behind, now)));
    }

    private List<String> lines(Collection<String> behind, Instant now) {
        List<String> lines = new ArrayList<>();
        pipeline.consumers().keySet().forEach(consumer -> parked(consumer).ifPresent(lines::add));
        if (!behind.isEmpty()) {
            lines.add("the bus was not read to its end by: " + String.join(", ", behind));
        }
        Instant later = now.plus(Duration.ofDays(365));
        List<StreamId> dirty =
                all(Outbox.BUCKETS, bucket -> ports.platform().outbox().dirty(bucket, later, PAGE));
        line(dirty.size(), "event stream has", "event streams have", "events that were never published")
                .ifPresent(text -> lines.add(text + ", such as " + dirty.get(0).value()));
        sagas(
                        SagaRef.BUCKETS,
                        bucket -> ports.platform().stores().sagas().unsent(saga, bucket, later, PAGE),
                        "commands that were never sent")
                .ifPresent(lines::add);
        sagas(
                        SagaRef.BUCKETS,
                        bucket -> ports.platform().stores().sagas().due(saga, bucket, now, PAGE),
                        "a timer that is due")
                .ifPresent(lines::add);
        stuck().ifPresent(lines::add);
        if (lines.isEmpty()) {
            lines.add("the stores have no work left: an event is in flight, or was lost");
        }
        return lines;
    }

    private Optional<String> parked(String consumer) {
        List<ParkedEvent> parked = new ArrayList<>();
        List<Lane> empty = new ArrayList<>();
        for (Lane lane : operations.lanes(consumer)) {
            List<ParkedEvent> events =
                    ports.platform().stores().parkingLot().list(consumer, lane, Optional.empty(), PAGE);
            parked.addAll(events);
            if (events.isEmpty()) {
                empty.add(lane);
            }
        }
        if (parked.isEmpty()) {
            return line(empty.size(), "lane is", "lanes are", "empty and not opened for " + consumer)
                    .map(text -> text + ", such as " + empty.get(0).value());
        }
        // An event after a lane's head waits for the head, and has no separate reason.
        Optional<ParkedEvent> example = parked.stream()
                .filter(event -> event.attempts() > 0)
                .findFirst()
                .or(() -> parked.stream().findFirst());
        return example.map(event -> line(parked.size(), "event is", "events are", "parked for " + consumer)
                        .orElseThrow()
                + ", such as " + name(event) + ", " + tried(event.attempts()) + ": " + reason(event.reason()));
    }

    private String name(ParkedEvent parked) {
        WireEvent wire = parked.wire();
        EventId id = parked.event();
        try {
            Envelope<?> event = wire.attributes().isEmpty() ? codec.decode(wire.body()) : codec.decodeBinary(wire);
            return event.type().wire() + " "
                    + event.key().map(key -> "of " + key.value()).orElse(id.id());
        } catch (RuntimeException undecodable) {
            return id.source() + " " + id.id();
        }
    }

    private static String tried(int times) {
        return switch (times) {
            case 0 -> "never tried";
            case 1 -> "tried once";
            default -> "tried " + number(times) + " times";
        };
    }

    private static String reason(String reason) {
        String line = reason.replaceAll("\\s+", " ").strip();
        return line.length() <= REASON ? line : line.substring(0, REASON) + "...";
    }

    private Optional<String> sagas(int buckets, IntFunction<List<SagaRef>> index, String what) {
        List<SagaRef> sagas = all(buckets, index);
        return line(sagas.size(), "saga has", "sagas have", what)
                .map(text -> text + ", such as " + sagas.get(0).instance());
    }

    private Optional<String> stuck() {
        Map<SagaRef, SagaStatus.Stuck> stuck = operations.stuck();
        return line(stuck.size(), "saga is", "sagas are", "stuck").map(text -> {
            Map.Entry<SagaRef, SagaStatus.Stuck> first =
                    stuck.entrySet().iterator().next();
            return text + ", such as " + first.getKey().instance() + ": "
                    + reason(first.getValue().reason());
        });
    }

    private static <T> List<T> all(int buckets, IntFunction<List<T>> index) {
        return IntStream.range(0, buckets).mapToObj(index).flatMap(List::stream).toList();
    }

    private static Optional<String> line(int count, String one, String many, String what) {
        return count == 0
                ? Optional.empty()
                : Optional.of(number(count) + " " + (count == 1 ? one : many) + " " + what);
    }

    private static String number(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
