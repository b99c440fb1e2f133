package io.triskel.event;

import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * An event with its data and all its attributes, as it travels. On the wire it is a CloudEvent 1.0.
 *
 * @param <E> the type of the data
 * @param id source and id together
 * @param type wire name and version
 * @param subject what the event is about within its source (CloudEvents "subject"), never empty; at most 256 characters
 *     where we write it ({@link WritingLimits})
 * @param time when the event happened, with its offset; if {@link Metadata#timeText} is present, the nearest time that Java
 *     can hold
 * @param key events that share a key stay in order; without a key there is no order
 * @param pattern which pattern the event follows
 * @param metadata correlation, causation, trace, content type, extensions
 * @param data the payload; {@link NoData#NO_DATA} if there is none
 */
public record Envelope<E>(
        EventId id,
        EventType type,
        Optional<String> subject,
        Optional<OffsetDateTime> time,
        Optional<OrderingKey> key,
        EventKind pattern,
        Metadata metadata,
        E data) {

    /** The longest subject that we write, in characters. */
    public static final int MAX_SUBJECT = 256;

    public Envelope {
        subject.ifPresent(text -> Characters.require("An event's subject", text));
    }

    /**
     * {@return a message that names the first character not allowed in an event's texts; empty if all are allowed} Control
     * characters, unpaired surrogates and Unicode's non-characters are not allowed.
     */
    public static Optional<String> illegalIn(String text) {
        int illegal = Characters.firstIllegal(text);
        return illegal < 0 ? Optional.empty() : Optional.of(Characters.explain(text, illegal));
    }

    /** {@return an envelope with the mandatory parts only} */
    public static <E> Envelope<E> of(EventId id, EventType type, E data) {
        return new Envelope<>(
                id,
                type,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                EventKind.plain(),
                Metadata.empty(),
                data);
    }

    /** {@return a copy about this subject} */
    public Envelope<E> withSubject(String about) {
        return new Envelope<>(id, type, Optional.of(about), time, key, pattern, metadata, data);
    }

    /** {@return a copy with this time} */
    public Envelope<E> withTime(OffsetDateTime at) {
        return new Envelope<>(
                id, type, subject, Optional.of(at), key, pattern, metadata.withTimeText(Optional.empty()), data);
    }

    /** {@return a copy ordered by this key} */
    public Envelope<E> withKey(OrderingKey by) {
        return new Envelope<>(id, type, subject, time, Optional.of(by), pattern, metadata, data);
    }

    /** {@return a copy ordered by this key, 1 to 128 characters} */
    public Envelope<E> keyed(String by) {
        return withKey(new OrderingKey(by));
    }

    /** {@return a copy with this pattern} */
    public Envelope<E> withPattern(EventKind as) {
        return new Envelope<>(id, type, subject, time, key, as, metadata, data);
    }

    /** {@return a copy with this metadata} */
    public Envelope<E> withMetadata(Metadata other) {
        return new Envelope<>(id, type, subject, time, key, pattern, other, data);
    }

    /** {@return a copy with this type and data, for upcasters and codecs} */
    public <F> Envelope<F> withData(EventType otherType, F otherData) {
        return new Envelope<>(id, otherType, subject, time, key, pattern, metadata, otherData);
    }
}
