package io.triskel.consume;

import io.triskel.codec.EventCodec;
import io.triskel.codec.InvalidEventException;
import io.triskel.codec.WireEvent;
import io.triskel.consume.Delivery.Position;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.event.ForAdapters;
import io.triskel.event.PortException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads wire events into deliveries, for adapters. Decodes the data of wanted types only, and never throws for bad input.
 */
@ForAdapters
public final class Deliveries {
    private Deliveries() {}

    /** Reads one record of a source that does not report when it accepted it. */
    public static Delivery read(
            EventCodec codec,
            Predicate<EventType> wanted,
            WireEvent wire,
            Optional<String> transportKey,
            Position position) {
        return read(codec, wanted, wire, transportKey, position, Optional.empty());
    }

    /**
     * Reads one record.
     *
     * @param wanted the consumer's subscription, see {@link BatchProcessor#subscription()}
     * @param wire attributes and bytes; without the attribute {@code specversion}, the bytes are a structured event
     * @param transportKey the key that the source orders by
     * @param acceptedAt when the broker accepted the record, see {@link Delivery#acceptedAt}
     * @return the event; if the key store of personal data failed or a class is missing, its data is still encoded, and the
     *     processor decodes it before it calls the handler
     */
    public static Delivery read(
            EventCodec codec,
            Predicate<EventType> wanted,
            WireEvent wire,
            Optional<String> transportKey,
            Position position,
            Optional<Instant> acceptedAt) {
        try {
            return new Delivery.Decoded(
                    decodeAsFarAsPossible(codec, wanted, wire), position, Optional.of(wire), acceptedAt);
        } catch (InvalidEventException invalid) {
            return undecodable(wire, transportKey, position, invalid, acceptedAt);
        }
    }

    private static Delivery undecodable(
            WireEvent wire,
            Optional<String> transportKey,
            Position position,
            InvalidEventException invalid,
            Optional<Instant> acceptedAt) {
        return new Delivery.Undecodable(
                wire.body(),
                wire.attributes(),
                transportKey,
                position,
                invalid.attribute() + ": " + invalid.reason(),
                acceptedAt);
    }

    /**
     * Decodes the data of a record that was read without it, so that a source with several consumers in one process reads a
     * record's attributes once and not per consumer.
     *
     * @param read the record as {@link #read} returned it for a subscription that wants nothing
     * @param wanted the subscription of the delivery's consumer
     * @return the delivery as {@link #read} would return it
     */
    public static Delivery readOn(
            EventCodec codec, Predicate<EventType> wanted, Delivery read, Optional<String> transportKey) {
        if (!(read instanceof Delivery.Decoded decoded) || decoded.wire().isEmpty()) {
            return read;
        }
        WireEvent wire = decoded.wire().get();
        if (!isBinary(wire)) {
            return read(codec, wanted, wire, transportKey, decoded.position(), decoded.acceptedAt());
        }
        try {
            return new Delivery.Decoded(
                    codec.decodeData(decoded.envelope(), wanted),
                    decoded.position(),
                    decoded.wire(),
                    decoded.acceptedAt());
        } catch (PortException | LinkageError notTheEvents) {
            return decoded;
        } catch (InvalidEventException invalid) {
            return undecodable(wire, transportKey, decoded.position(), invalid, decoded.acceptedAt());
        }
    }

    /** Reads one structured event. */
    public static Delivery read(
            EventCodec codec,
            Predicate<EventType> wanted,
            byte[] structured,
            Optional<String> transportKey,
            Position position) {
        return read(codec, wanted, WireEvent.structured(structured), transportKey, position);
    }

    private static Envelope<?> decodeAsFarAsPossible(EventCodec codec, Predicate<EventType> wanted, WireEvent wire) {
        try {
            return decode(codec, wanted, wire);
        } catch (PortException | LinkageError notTheEvents) {
            return decode(codec, type -> false, wire);
        }
    }

    /**
     * Decodes a record in binary or structured mode.
     *
     * @throws InvalidEventException if it is not an event
     * @throws PortException if the key store of personal data failed
     */
    public static Envelope<?> decode(EventCodec codec, Predicate<EventType> wanted, WireEvent wire) {
        return isBinary(wire) ? codec.decodeBinary(wire, wanted) : codec.decode(wire.body(), wanted);
    }

    private static boolean isBinary(WireEvent wire) {
        return wire.attributes().containsKey("specversion");
    }
}
