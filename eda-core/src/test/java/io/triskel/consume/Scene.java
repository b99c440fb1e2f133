package io.triskel.consume;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.Delivery.Position;
import io.triskel.consume.EventHandler.Handling;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.inbox.Inbox;
import io.triskel.memory.InMemoryInbox;
import io.triskel.memory.InMemoryParkingLot;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.ParkedEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** A consumer "notes" with everything around it in memory, a clock that stands still, and handlers that do as they are told. */
final class Scene implements InstantSource {
    static final EventType NOTED = EventType.of("test.noted", 1);
    static final EventType OTHER = EventType.of("test.other", 1);
    static final Duration HOUR = Duration.ofHours(1);

    /** What notes carry. */
    record Note(String text) {}

    /** What a handler does instead of succeeding. */
    interface Behaviour {
        void act(Handling handling) throws Exception;
    }

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    final EventCodec codec =
            EventCodec.of(TypeRegistry.builder().add(NOTED, Note.class).build());
    final InMemoryInbox realInbox = new InMemoryInbox();
    final Faults inboxFaults = new Faults();
    final Faults lotFaults = new Faults();
    final Inbox inbox = inboxFaults.before(Inbox.class, realInbox);
    final List<String> handled = new CopyOnWriteArrayList<>();
    final List<Handling> handlings = new CopyOnWriteArrayList<>();
    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    ParkingLot lot = lotFaults.before(ParkingLot.class, new InMemoryParkingLot());
    UnaryOperator<EventConsumer.Builder> consumer =
            builder -> builder.inbox(inbox).parkingLot(lot);
    UnaryOperator<BatchProcessor.Builder> processor = builder -> builder;

    private final Map<String, Deque<Behaviour>> behaviours = new ConcurrentHashMap<>();
    private Optional<BatchProcessor> built = Optional.empty();

    @Override
    public Instant instant() {
        return now.get();
    }

    void advance(Duration by) {
        now.updateAndGet(moment -> moment.plus(by));
    }

    Deadline deadline() {
        return Deadline.in(Duration.ofMinutes(1), this);
    }

    /** The next calls for this event behave so, one after another; later ones succeed. */
    void when(String id, Behaviour... then) {
        behaviours.computeIfAbsent(id, first -> new ArrayDeque<>()).addAll(Arrays.asList(then));
    }

    void alwaysFails(String id) {
        for (int i = 0; i < 200; i++) {
            fails(id);
        }
    }

    void fails(String id) {
        when(id, handling -> {
            throw new IllegalStateException("no " + id);
        });
    }

    EventConsumer consumer() {
        return consumer.apply(EventConsumer.named("notes").on(NOTED, Note.class, this::handle))
                .build();
    }

    private void handle(Envelope<?> event, Handling handling) throws Exception {
        String id = event.id().id();
        handled.add(id);
        handlings.add(handling);
        Deque<Behaviour> queue = behaviours.get(id);
        Behaviour next = queue == null ? null : queue.poll();
        if (next != null) {
            next.act(handling);
        }
    }

    BatchProcessor processor() {
        if (built.isEmpty()) {
            built = Optional.of(processor
                    .apply(BatchProcessor.of(consumer())
                            .codec(codec)
                            .clock(this)
                            .pause(duration -> {
                                pauses.add(duration);
                                advance(duration);
                            }))
                    .build());
        }
        return built.get();
    }

    ParkedReplay replay() {
        return ParkedReplay.of(consumer()).codec(codec).clock(this).build();
    }

    Settlement process(Redelivery redelivery, Delivery... deliveries) {
        return processor().process(List.of(deliveries), redelivery, deadline());
    }

    List<String> verdicts(Redelivery redelivery, Delivery... deliveries) {
        return process(redelivery, deliveries).verdicts().stream()
                .map(Verdict::tag)
                .toList();
    }

    List<String> parked(String lane) {
        return parked(Lane.of(lane));
    }

    List<String> parked(Lane lane) {
        return lot.list("notes", lane, Optional.empty(), 100).stream()
                .map(event -> event.event().id())
                .toList();
    }

    ParkedEvent head(Lane lane) {
        return lot.list("notes", lane, Optional.empty(), 1).get(0);
    }

    static EventId id(String id) {
        return new EventId("/test", id);
    }

    static Envelope<Note> note(String id) {
        return Envelope.of(id(id), NOTED, new Note("note " + id));
    }

    /** An event without a key. */
    static Delivery event(String id) {
        return Delivery.of(note(id), new Position("p-" + id));
    }

    static Delivery event(String id, String key) {
        return Delivery.of(note(id).withKey(new OrderingKey(key)), new Position("p-" + id));
    }

    static Delivery undecodable(String id, String key) {
        return new Delivery.Undecodable(
                new byte[] {1, 2}, Map.of("odd", "yes"), Optional.of(key), new Position(id), "it is no JSON");
    }
}
