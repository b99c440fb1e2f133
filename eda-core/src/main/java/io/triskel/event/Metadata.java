package io.triskel.event;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The attributes of an event that do not belong to its identity, its order or its pattern.
 *
 * @param correlation the id that all events of one business process share, never empty
 * @param causation the id of the event or command that led to this one, never empty
 * @param trace W3C trace context
 * @param dataContentType the CloudEvents {@code datacontenttype}; absent means JSON (CloudEvents JSON format, 3.1)
 * @param dataSchema the CloudEvents {@code dataschema}
 * @param extensions all other extension attributes by name (lower-case letters and digits), in order
 * @param timeText the event's time as it was written, if {@link java.time.OffsetDateTime} cannot hold it: a leap second,
 *     more than nine digits of a second, an offset beyond 18 hours or an unknown one. {@link Envelope#time} is then the nearest
 *     moment that Java can hold, and as long as it stays so, this text is what is written again
 */
public record Metadata(
        Optional<String> correlation,
        Optional<String> causation,
        Optional<TraceContext> trace,
        Optional<String> dataContentType,
        Optional<URI> dataSchema,
        Map<String, ExtensionValue> extensions,
        Optional<String> timeText) {

    /** The longest name of an extension attribute that we write; CloudEvents 1.0 advises not to go beyond 20. */
    public static final int MAX_EXTENSION_NAME = 64;

    /** The longest correlation or causation id that we write, in characters. */
    public static final int MAX_ID = EventId.MAX_ID;

    private static final Metadata EMPTY = new Metadata(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

    public Metadata {
        correlation.ifPresent(id -> Characters.require("A correlation id", id));
        causation.ifPresent(id -> Characters.require("A causation id", id));
        if (!extensions.isEmpty()) {
            extensions.keySet().forEach(Metadata::requireExtensionName);
            extensions = Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
        }
    }

    /** Metadata of an event whose time Java can hold exactly, so that there is no {@link #timeText}. */
    public Metadata(
            Optional<String> correlation,
            Optional<String> causation,
            Optional<TraceContext> trace,
            Optional<String> dataContentType,
            Optional<URI> dataSchema,
            Map<String, ExtensionValue> extensions) {
        this(correlation, causation, trace, dataContentType, dataSchema, extensions, Optional.empty());
    }

    private static void requireExtensionName(String name) {
        boolean legal = !name.isEmpty();
        for (int i = 0; i < name.length() && legal; i++) {
            char c = name.charAt(i);
            legal = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        }
        if (!legal) {
            throw new IllegalArgumentException(
                    "An extension attribute's name has lower-case letters and digits only, this is not: '" + name
                            + "'");
        }
    }

    /** {@return metadata with nothing in it} */
    public static Metadata empty() {
        return EMPTY;
    }

    /**
     * {@return the metadata of an event that {@code event} causes: same correlation (else the cause's id), the cause's id as
     * causation, same trace; ids longer than we may write are {@link DerivedId#writable derived}}
     */
    public static Metadata causedBy(Envelope<?> event) {
        String cause = DerivedId.writable(event.id().id());
        return EMPTY.withCorrelation(
                        event.metadata().correlation().map(DerivedId::writable).orElse(cause))
                .withCausation(cause)
                .withTrace(event.metadata().trace());
    }

    /** {@return a copy with this correlation id} */
    public Metadata withCorrelation(String id) {
        return new Metadata(Optional.of(id), causation, trace, dataContentType, dataSchema, extensions, timeText);
    }

    /** {@return a copy with this causation id} */
    public Metadata withCausation(String id) {
        return new Metadata(correlation, Optional.of(id), trace, dataContentType, dataSchema, extensions, timeText);
    }

    /** {@return a copy with this trace context} */
    public Metadata withTrace(Optional<TraceContext> context) {
        return new Metadata(correlation, causation, context, dataContentType, dataSchema, extensions, timeText);
    }

    /** {@return a copy whose data is of this media type} */
    public Metadata withDataContentType(String mediaType) {
        return new Metadata(correlation, causation, trace, Optional.of(mediaType), dataSchema, extensions, timeText);
    }

    /** {@return a copy whose data follows this schema, or none} */
    public Metadata withDataSchema(Optional<URI> schema) {
        return new Metadata(correlation, causation, trace, dataContentType, schema, extensions, timeText);
    }

    /** {@return a copy with one more extension attribute} */
    public Metadata withExtension(String name, ExtensionValue value) {
        Map<String, ExtensionValue> more = new LinkedHashMap<>(extensions);
        more.put(name, value);
        return new Metadata(correlation, causation, trace, dataContentType, dataSchema, more, timeText);
    }

    /** {@return a copy with this text of the event's time, or none} */
    public Metadata withTimeText(Optional<String> text) {
        return text.equals(timeText)
                ? this
                : new Metadata(correlation, causation, trace, dataContentType, dataSchema, extensions, text);
    }
}
