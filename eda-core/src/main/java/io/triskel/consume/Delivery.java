package io.triskel.consume;

import io.triskel.codec.WireEvent;
import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One record of a source; adapters make it by {@link Deliveries}. */
public sealed interface Delivery {
    /** {@return source and id of the event; for an undecodable record, an identity derived from its position} */
    EventId identity();

    /** {@return the record's position in its source} */
    Position position();

    /**
     * {@return when the broker accepted the record, by the broker's clock; empty if the source does not report it, as an
     * archive} Shows how long an event has been on the bus, as exactly as that clock agrees with the reader's. Never order
     * events by it: it is one machine's clock, may be rounded (on some buses to milliseconds), and a later event of a key
     * may have an earlier time. Only the source orders events.
     */
    Optional<Instant> acceptedAt();

    /** {@return the result of the one function that fits} */
    <R> R fold(Function<Decoded, R> decoded, Function<Undecodable, R> undecodable);

    /** {@return a delivery of this event without its bytes; if it is parked, it is encoded again} */
    static Delivery of(Envelope<?> envelope, Position position) {
        return new Decoded(envelope, position);
    }

    /**
     * An event.
     *
     * @param envelope the event; its data stays encoded if the consumer does not subscribe to its type
     * @param position the event's position in its source
     * @param wire the event as it was on the wire, and as it is parked
     * @param acceptedAt when the broker took it, see {@link Delivery#acceptedAt}
     */
    record Decoded(Envelope<?> envelope, Position position, Optional<WireEvent> wire, Optional<Instant> acceptedAt)
            implements Delivery {
        /** Makes a delivery of a source that does not report when it accepted the event. */
        public Decoded(Envelope<?> envelope, Position position, Optional<WireEvent> wire) {
            this(envelope, position, wire, Optional.empty());
        }

        /** Makes a delivery without the bytes of the wire. */
        public Decoded(Envelope<?> envelope, Position position) {
            this(envelope, position, Optional.empty());
        }

        @Override
        public EventId identity() {
            return envelope.id();
        }

        @Override
        public <R> R fold(Function<Decoded, R> decoded, Function<Undecodable, R> undecodable) {
            return decoded.apply(this);
        }
    }

    /**
     * A record that is not an event, or an event that cannot be read here and now. It is parked with its bytes, in the lane
     * of its transport key, or alone if it has no key.
     *
     * @param bytes as they were on the wire; not copied
     * @param attributes the attributes sent with the bytes, without a protocol's prefix
     * @param transportKey the key that the source orders by
     * @param position the record's position in its source
     * @param reason why it cannot be read
     * @param acceptedAt when the broker took it, see {@link Delivery#acceptedAt}
     */
    record Undecodable(
            byte[] bytes,
            Map<String, String> attributes,
            Optional<String> transportKey,
            Position position,
            String reason,
            Optional<Instant> acceptedAt)
            implements Delivery {
        public Undecodable {
            attributes = Map.copyOf(attributes);
        }

        /** Makes a delivery of a source that does not report when it accepted the record. */
        public Undecodable(
                byte[] bytes,
                Map<String, String> attributes,
                Optional<String> transportKey,
                Position position,
                String reason) {
            this(bytes, attributes, transportKey, position, reason, Optional.empty());
        }

        @Override
        public EventId identity() {
            return position.identity();
        }

        @Override
        public <R> R fold(Function<Decoded, R> decoded, Function<Undecodable, R> undecodable) {
            return undecodable.apply(this);
        }

        /** {@return position and reason, without the content} */
        @Override
        public String toString() {
            return "Undecodable[" + position.value() + ", " + reason + ", " + bytes.length + " bytes]";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Undecodable that
                    && wire().equals(that.wire())
                    && transportKey.equals(that.transportKey)
                    && position.equals(that.position)
                    && reason.equals(that.reason)
                    && acceptedAt.equals(that.acceptedAt);
        }

        @Override
        public int hashCode() {
            return position.hashCode();
        }

        WireEvent wire() {
            return new WireEvent(attributes, bytes);
        }
    }

    /**
     * Where a delivery is in its source, such as stream, shard and sequence number. A position is unique among all
     * deliveries to a consumer, and stays the same on redelivery.
     *
     * @param value 1 to 512 characters
     */
    record Position(String value) {
        /** The source part of an identity derived from a position. */
        static final String SOURCE = "triskel:position";

        public Position {
            if (value.isBlank() || value.length() > 512) {
                throw new IllegalArgumentException(
                        "A position must have 1 to 512 characters and not be blank, this one has " + value.length());
            }
        }

        /** {@return the identity of an undecodable record at this position} */
        EventId identity() {
            return new EventId(SOURCE, value.length() <= EventId.MAX_ID ? value : DerivedId.of(value));
        }
    }
}
