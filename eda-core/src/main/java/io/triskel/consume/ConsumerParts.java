package io.triskel.consume;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.inbox.Inbox;
import io.triskel.observe.Observer;
import io.triskel.parking.ParkingLot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parts of a consumer's processor and replay, checked at build time and not when an event arrives. */
record ConsumerParts(
        EventConsumer consumer,
        EventCodec codec,
        Subscription subscription,
        InstantSource clock,
        Observer observer,
        boolean observing) {
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

    static ConsumerParts of(
            EventConsumer consumer, @Nullable EventCodec codec, InstantSource clock, Observer observer) {
        if (codec == null && consumer.parkingLot() != null) {
            throw new IllegalStateException(
                    consumer.name() + " has a parking lot, which keeps events as bytes: give a codec too");
        }
        if (codec != null) {
            consumer.handlers()
                    .forEach((type, handler) -> requireReadable(consumer.name(), codec.types(), type, handler));
        }
        EventCodec reading =
                codec == null ? EventCodec.of(TypeRegistry.builder().build()) : codec;
        return new ConsumerParts(
                consumer,
                reading,
                Subscription.to(consumer.types(), reading.types()),
                clock,
                Observer.guarded(observer),
                observer != Observer.none());
    }

    private static void requireReadable(
            String consumer, TypeRegistry types, EventType type, EventConsumer.Registered handler) {
        if (!types.newestOf(type).equals(type)) {
            throw new IllegalArgumentException(
                    "Events of type " + type + " arrive as " + types.newestOf(type) + ": handle that one");
        }
        Optional<Class<?>> read = types.dataTypeOf(type);
        if (read.isEmpty() && !handler.takesEncoded()) {
            throw new IllegalArgumentException(consumer + " handles events of type " + type
                    + ", which the codec cannot decode: register it with TypeRegistry.builder().add(type, "
                    + handler.example()
                    + ".class), or declare the handler for EncodedData.class");
        }
        read.filter(data -> !handler.dataType().isAssignableFrom(data)).ifPresent(data -> {
            throw new IllegalArgumentException("Events of type " + type + " are read as " + data.getName()
                    + ", which a handler of " + handler.dataType().getName() + " does not take");
        });
    }

    @Nullable
    Inbox inbox() {
        return consumer.inbox();
    }

    @Nullable
    ParkingLot lot() {
        return consumer.parkingLot();
    }

    boolean isHeartbeat(Envelope<?> event) {
        EventConsumer.Heartbeats heartbeats = consumer.heartbeats();
        return heartbeats != null && heartbeats.type().equals(event.type());
    }

    /** Notes the heartbeats of a batch that is settled; a failure shows in the age of the notes. */
    void note(List<? extends Delivery> settled) {
        EventConsumer.Heartbeats heartbeats = consumer.heartbeats();
        if (heartbeats == null) {
            return;
        }
        try {
            for (Delivery delivery : settled) {
                if (delivery instanceof Delivery.Decoded decoded && isHeartbeat(decoded.envelope())) {
                    heartbeats.note().accept(decoded.envelope());
                }
            }
        } catch (RuntimeException failed) {
            observer.portFailed("heartbeats", failed);
        }
    }

    /** The decision to park an event that is not at fault: it is tried again after the consumer's replay delay. */
    Decisions.Park later(String reason) {
        return new Decisions.Park(reason, Optional.of(clock.instant().plus(consumer.replayDelay())));
    }

    /** The same for an event that has waited since then: it is tried less and less often. */
    Decisions.Park later(String reason, Instant waitingSince) {
        Instant now = clock.instant();
        Duration waited = Duration.between(waitingSince, now);
        Duration pause = waited.compareTo(LONGEST_PAUSE) < 0 ? waited : LONGEST_PAUSE;
        Duration least = consumer.replayDelay();
        return new Decisions.Park(reason, Optional.of(now.plus(pause.compareTo(least) < 0 ? least : pause)));
    }
}
