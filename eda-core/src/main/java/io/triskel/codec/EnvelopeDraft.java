package io.triskel.codec;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.event.Metadata.ExtensionValue;
import io.triskel.event.Metadata.TraceContext;
import io.triskel.event.OrderingKey;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects an envelope's attributes, in any order and from either mode; {@link #finish} checks and makes it. */
final class EnvelopeDraft {
    private final KnownSources sources;
    private @Nullable String specVersion;
    private @Nullable String id;
    private @Nullable String source;
    private @Nullable String type;
    private @Nullable String subject;
    private @Nullable String time;
    private @Nullable String contentType;
    private @Nullable String schema;
    private @Nullable String key;
    private @Nullable String correlation;
    private @Nullable String causation;
    private @Nullable String traceparent;
    private @Nullable String tracestate;
    private @Nullable String pattern;
    private @Nullable PatternAttributes parts;
    private @Nullable Map<String, ExtensionValue> extensions;

    EnvelopeDraft(KnownSources sources) {
        this.sources = sources;
    }

    /** Adds an attribute that is text on the wire. */
    void text(String name, String value) {
        switch (name) {
            case "specversion" -> specVersion = first(name, specVersion, value);
            case "id" -> id = first(name, id, value);
            case "source" -> source = first(name, source, value);
            case "type" -> type = first(name, type, value);
            case "subject" -> subject = first(name, subject, value);
            case "time" -> time = first(name, time, value);
            case "datacontenttype" -> contentType = first(name, contentType, value);
            case "dataschema" -> schema = first(name, schema, value);
            case "partitionkey" -> key = first(name, key, value);
            case "correlationid" -> correlation = first(name, correlation, value);
            case "causationid" -> causation = first(name, causation, value);
            case "traceparent" -> traceparent = first(name, traceparent, value);
            case "tracestate" -> tracestate = first(name, tracestate, value);
            case "triskelpattern" -> pattern = first(name, pattern, value);
            case "stream", "sequence", "entity", "entityversion", "commandtarget", "lookup", "lookupversion" ->
                part(name, value);
            default -> extend(name, value);
        }
    }

    /** Adds an attribute that is a boolean or a number on the wire. */
    void value(String name, ExtensionValue value) {
        switch (name) {
            // Only the documents of these extensions require a string; a foreign event may have a number here.
            case "partitionkey", "correlationid", "causationid", "traceparent", "tracestate" ->
                text(name, value.canonical());
            default -> {
                if (Attribute.isReserved(name)) {
                    throw new InvalidEventException(name, "it is a string, not " + value.canonical());
                }
                extend(name, value);
            }
        }
    }

    private static String first(String name, @Nullable String before, String value) {
        if (before != null) {
            throw new InvalidEventException(name, "it is there twice");
        }
        return value;
    }

    private void part(String name, String value) {
        if (parts == null) {
            parts = new PatternAttributes();
        }
        if (!parts.put(name, value) || (extensions != null && extensions.containsKey(name))) {
            throw new InvalidEventException(name, "it is there twice");
        }
    }

    private void extend(String name, String value) {
        WireText.requireString(name, value);
        extend(name, ExtensionValue.of(value));
    }

    private void extend(String name, ExtensionValue value) {
        if (name.equals("data")) {
            throw new InvalidEventException(name, "it is not an attribute (CloudEvents 1.0)");
        }
        if (!Attribute.isLegalName(name)) {
            throw new InvalidEventException(
                    name.length() > 100 ? name.substring(0, 100) : name,
                    "an attribute's name has lower-case letters and digits only, and one or more");
        }
        if (extensions == null) {
            extensions = new LinkedHashMap<>();
        }
        if (extensions.put(name, value) != null) {
            throw new InvalidEventException(name, "it is there twice");
        }
    }

    /** {@return the wire type if it has arrived} */
    @Nullable
    String type() {
        return type;
    }

    /** {@return the content type if it has arrived} */
    @Nullable
    String contentType() {
        return contentType;
    }

    /** Checks everything that has arrived; the data comes later, with {@link Envelope#withData}. */
    <E> Envelope<E> finish(@Nullable EventType known, DataMaker<E> data) {
        AttributeChecks.version(specVersion);
        String wireType = AttributeChecks.required("type", type);
        EventType parsed = known != null ? known : AttributeChecks.valid("type", () -> EventType.parse(wireType));
        EventId identity = identity();
        EventKind kind = pattern();
        emptyOnesAside();
        Optional<OrderingKey> ordering = key == null ? Optional.empty() : Optional.of(AttributeChecks.orderingKey(key));
        Optional<OffsetDateTime> at = time == null ? Optional.empty() : Optional.of(Rfc3339.parse("time", time));
        Metadata metadata = metadata();
        DataOf<E> made = data.make(parsed, kind, metadata);
        try {
            return new Envelope<>(
                    identity,
                    made.type(),
                    Optional.ofNullable(subject),
                    at,
                    ordering,
                    kind,
                    made.metadata(),
                    made.data());
        } catch (IllegalArgumentException invalid) {
            throw AttributeChecks.invalid("subject", invalid);
        }
    }

    /** The decoded data, with its type and metadata after upcasting. */
    record DataOf<E>(EventType type, Metadata metadata, E data) {}

    /** Makes the data once everything else is known. */
    @FunctionalInterface
    interface DataMaker<E> {
        DataOf<E> make(EventType type, EventKind pattern, Metadata metadata);
    }

    private EventId identity() {
        String from = sources.checked(AttributeChecks.required("source", source));
        String own = AttributeChecks.required("id", id);
        // The source was checked already: a URI-reference has no illegal characters.
        return AttributeChecks.valid("id", () -> new EventId(from, own));
    }

    /** Keeps an empty key, correlation or causation as a plain extension, which may be empty. */
    private void emptyOnesAside() {
        if (key != null && key.isEmpty()) {
            extend("partitionkey", key);
            key = null;
        }
        if (correlation != null && correlation.isEmpty()) {
            extend("correlationid", correlation);
            correlation = null;
        }
        if (causation != null && causation.isEmpty()) {
            extend("causationid", causation);
            causation = null;
        }
    }

    private EventKind pattern() {
        if (pattern == null && parts == null) {
            return EventKind.plain();
        }
        PatternAttributes all = parts == null ? new PatternAttributes() : parts;
        EventKind read = pattern == null
                ? EventKind.plain()
                : all.take(pattern, pattern.equals(PatternAttributes.STATE) && deleted());
        all.rest(this::extend);
        return read;
    }

    private boolean deleted() {
        ExtensionValue value = extensions == null ? null : extensions.remove("entitydeleted");
        if (value == null) {
            return false;
        }
        return switch (value.canonical()) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new InvalidEventException("entitydeleted", "it is true or false, not " + value.canonical());
        };
    }

    private Metadata metadata() {
        Optional<TraceContext> trace = trace();
        boolean exactTime = time == null || Rfc3339.isExact(time);
        boolean nothing = exactTime
                && correlation == null
                && causation == null
                && trace.isEmpty()
                && contentType == null
                && schema == null
                && (extensions == null || extensions.isEmpty());
        if (nothing) {
            return Metadata.empty();
        }
        try {
            return new Metadata(
                    Optional.ofNullable(correlation),
                    Optional.ofNullable(causation),
                    trace,
                    contentType == null ? Optional.empty() : Optional.of(AttributeChecks.mediaType(contentType)),
                    schema == null ? Optional.empty() : Optional.of(AttributeChecks.dataSchema(schema)),
                    extensions == null ? Map.of() : extensions,
                    exactTime ? Optional.empty() : Optional.ofNullable(time));
        } catch (IllegalArgumentException invalid) {
            throw AttributeChecks.invalid(
                    correlation != null && Envelope.illegalIn(correlation).isPresent()
                            ? "correlationid"
                            : "causationid",
                    invalid);
        }
    }

    /** An event with a broken trace is accepted (W3C Trace Context, 4.3); the trace is kept as plain extensions. */
    private Optional<TraceContext> trace() {
        if (traceparent == null && tracestate == null) {
            return Optional.empty();
        }
        if (traceparent != null) {
            try {
                return Optional.of(new TraceContext(traceparent, Optional.ofNullable(tracestate)));
            } catch (IllegalArgumentException broken) {
                extend("traceparent", traceparent);
            }
        }
        if (tracestate != null) {
            extend("tracestate", tracestate);
        }
        return Optional.empty();
    }
}
