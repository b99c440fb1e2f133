package io.triskel.codec;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.ExtensionValue;
import io.triskel.event.Metadata;
import io.triskel.event.OrderingKey;
import io.triskel.event.Pattern;
import io.triskel.event.TraceContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An envelope while its attributes arrive, in any order and from either mode; {@link #finish} checks and makes it. */
final class EnvelopeDraft {
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
    private @Nullable Map<String, ExtensionValue> extensions;

    /** Takes an attribute that is text on the wire. */
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
            default -> {
                WireText.requireString(name, value);
                extend(name, new ExtensionValue.Text(value));
            }
        }
    }

    /** Takes an attribute that is a boolean or a number on the wire. */
    void value(String name, ExtensionValue value) {
        if (isKnown(name)) {
            throw new InvalidEventException(name, "it is a string, not " + value.canonical());
        }
        extend(name, value);
    }

    private static boolean isKnown(String name) {
        return Attribute.isReserved(name) || name.equals("traceparent") || name.equals("tracestate");
    }

    private static String first(String name, @Nullable String before, String value) {
        if (before != null) {
            throw new InvalidEventException(name, "it is there twice");
        }
        WireText.requireString(name, value);
        return value;
    }

    private void extend(String name, ExtensionValue value) {
        if (name.equals("data")) {
            throw new InvalidEventException(name, "it is no attribute (CloudEvents 1.0)");
        }
        if (!Attribute.isLegalName(name) || name.length() > Metadata.MAX_EXTENSION_NAME) {
            throw new InvalidEventException(
                    name.length() > 100 ? name.substring(0, 100) : name,
                    "an attribute's name has 1 to " + Metadata.MAX_EXTENSION_NAME
                            + " lower-case letters and digits, this one has " + name.length() + " characters");
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
        requireVersion();
        String wireType = required("type", type);
        EventType parsed = known != null ? known : valid("type", () -> EventType.parse(wireType));
        String from = required("source", source);
        WireText.requireUriReference("source", from);
        required("id", id);
        EventId identity = identity(from);
        Pattern kind = pattern == null ? Pattern.plain() : new PatternAttributes(pattern, extensions).read();
        Optional<OrderingKey> ordering = key == null ? Optional.empty() : Optional.of(orderingKey(key));
        Optional<OffsetDateTime> at = time == null ? Optional.empty() : Optional.of(Rfc3339.parse("time", time));
        Optional<String> about = subject == null ? Optional.empty() : Optional.of(within("subject", subject, 256));
        Metadata metadata = metadata();
        DataOf<E> made = data.make(parsed, kind, metadata);
        return new Envelope<>(identity, made.type(), about, at, ordering, kind, made.metadata(), made.data());
    }

    /** What a draft's data turned out to be, and the type and metadata that go with it. */
    record DataOf<E>(EventType type, Metadata metadata, E data) {}

    /** Makes the data once everything else is known. */
    @FunctionalInterface
    interface DataMaker<E> {
        DataOf<E> make(EventType type, Pattern pattern, Metadata metadata);
    }

    private void requireVersion() {
        String version = required("specversion", specVersion);
        if (!version.equals(Attribute.SPEC_VERSION_1)) {
            throw new InvalidEventException("specversion", "it is \"1.0\", not \"" + version + "\"");
        }
    }

    private static String required(String name, @Nullable String value) {
        if (value == null) {
            throw new InvalidEventException(name, "it is required and missing");
        }
        if (value.isEmpty()) {
            throw new InvalidEventException(name, "it is required and empty");
        }
        return value;
    }

    private EventId identity(String from) {
        String own = required("id", id);
        within("source", from, EventId.MAX_SOURCE);
        within("id", own, EventId.MAX_ID);
        return new EventId(from, own);
    }

    private static OrderingKey orderingKey(String value) {
        return new OrderingKey(within("partitionkey", value, OrderingKey.MAX));
    }

    /** The limits that the records of {@code event} have too, checked here first so that the error names the attribute. */
    static String within(String name, String value, int most) {
        if (value.isBlank() || value.length() > most) {
            throw new InvalidEventException(
                    name, "it has 1 to " + most + " characters and is not blank, this one has " + value.length());
        }
        return value;
    }

    static <T> T valid(String name, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException invalid) {
            throw new InvalidEventException(name, String.valueOf(invalid.getMessage()), invalid);
        }
    }

    private Metadata metadata() {
        Optional<TraceContext> trace = trace();
        boolean nothing = correlation == null
                && causation == null
                && trace.isEmpty()
                && contentType == null
                && schema == null
                && (extensions == null || extensions.isEmpty());
        if (nothing) {
            return Metadata.empty();
        }
        return new Metadata(
                correlation == null ? Optional.empty() : Optional.of(within("correlationid", correlation, 128)),
                causation == null ? Optional.empty() : Optional.of(within("causationid", causation, 128)),
                trace,
                contentType == null ? Optional.empty() : Optional.of(mediaType(contentType)),
                schema == null ? Optional.empty() : Optional.of(dataSchema(schema)),
                extensions == null ? Map.of() : extensions);
    }

    private static String mediaType(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || slash == text.length() - 1) {
            throw new InvalidEventException(
                    "datacontenttype", "it is a media type such as text/plain, not '" + text + "'");
        }
        return text;
    }

    private static URI dataSchema(String text) {
        EnvelopeAttributes.requireAbsolute(text);
        try {
            return new URI(text);
        } catch (URISyntaxException broken) {
            throw new InvalidEventException(
                    "dataschema", "it is a URI, not '" + text + "': " + broken.getReason(), broken);
        }
    }

    /** A broken trace is no reason to refuse an event (W3C Trace Context, 4.3): it is kept as plain extensions. */
    private Optional<TraceContext> trace() {
        if (traceparent == null && tracestate == null) {
            return Optional.empty();
        }
        if (traceparent != null && TraceContext.isValid(traceparent, tracestate)) {
            return Optional.of(new TraceContext(traceparent, Optional.ofNullable(tracestate)));
        }
        if (traceparent != null) {
            extend("traceparent", new ExtensionValue.Text(traceparent));
        }
        if (tracestate != null) {
            extend("tracestate", new ExtensionValue.Text(tracestate));
        }
        return Optional.empty();
    }
}
