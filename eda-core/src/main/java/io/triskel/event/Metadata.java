package io.triskel.event;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The attributes of an event besides its identity, ordering key and pattern.
 *
 * @param correlation the id that all events of one business process share, never empty
 * @param causation the id of the event or command that led to this one, never empty
 * @param trace W3C trace context
 * @param dataContentType the CloudEvents {@code datacontenttype}; absent means JSON (CloudEvents JSON format, 3.1)
 * @param dataSchema the CloudEvents {@code dataschema}
 * @param extensions all other extension attributes by name (lower-case letters and digits), in order
 * @param timeText the event's time as it was written, if {@link java.time.OffsetDateTime} cannot hold it: a leap second,
 *     more than nine digits of a second, an offset beyond 18 hours or an unknown one. {@link Envelope#time} is then the
 *     nearest moment that Java can hold; while it is unchanged, this text is written
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

    /**
     * The extension attribute that links a reply to its command. A saga sets it on its commands; a participant copies it
     * unchanged to its reply, as {@link #causedBy} does.
     */
    public static final String REPLY_TO = "replyto";

    /** The longest {@link #REPLY_TO} that is copied, in bytes of UTF-8: Pub/Sub's limit for the value of an attribute. */
    private static final int MAX_REPLY_TO = 1_024;

    private static final Metadata EMPTY = new Metadata(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

    public Metadata {
        correlation.ifPresent(id -> Characters.require("A correlation id", id));
        causation.ifPresent(id -> Characters.require("A causation id", id));
        if (!extensions.isEmpty()) {
            extensions.keySet().forEach(Metadata::requireExtensionName);
            // One has no order to keep, and is copied only once.
            extensions = extensions.size() == 1
                    ? Map.copyOf(extensions)
                    : Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
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
                    "An extension attribute's name must have lower-case letters and digits only, not '" + name + "'");
        }
    }

    /** {@return metadata with nothing in it} */
    public static Metadata empty() {
        return EMPTY;
    }

    /**
     * {@return the metadata of an event caused by {@code event}: its correlation (or its id), its id as causation, its
     * trace, and its {@link #REPLY_TO} if every bus can carry it; ids too long to write are {@link DerivedId#writable
     * derived}}
     */
    public static Metadata causedBy(Envelope<?> event) {
        String cause = DerivedId.writable(event.id().id());
        Metadata caused = EMPTY.withCorrelation(
                        event.metadata().correlation().map(DerivedId::writable).orElse(cause))
                .withCausation(cause)
                .withTrace(event.metadata().trace());
        ExtensionValue replyTo = event.metadata().extensions.get(REPLY_TO);
        return replyTo == null || !isWritable(replyTo.canonical()) ? caused : caused.withExtension(REPLY_TO, replyTo);
    }

    private static boolean isWritable(String replyTo) {
        return !replyTo.isEmpty()
                && (replyTo.length() * 3 <= MAX_REPLY_TO
                        || replyTo.getBytes(StandardCharsets.UTF_8).length <= MAX_REPLY_TO);
    }

    /** {@return the value of {@link #REPLY_TO}, if present} */
    public Optional<String> replyTo() {
        return Optional.ofNullable(extensions.get(REPLY_TO)).map(ExtensionValue::canonical);
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

    /** {@return a copy with this media type} */
    public Metadata withDataContentType(String mediaType) {
        return new Metadata(correlation, causation, trace, Optional.of(mediaType), dataSchema, extensions, timeText);
    }

    /** {@return a copy with this schema, or none} */
    public Metadata withDataSchema(Optional<URI> schema) {
        return new Metadata(correlation, causation, trace, dataContentType, schema, extensions, timeText);
    }

    /** {@return a copy with one more extension attribute} */
    public Metadata withExtension(String name, ExtensionValue value) {
        Map<String, ExtensionValue> more = new LinkedHashMap<>(extensions);
        more.put(name, value);
        return new Metadata(correlation, causation, trace, dataContentType, dataSchema, more, timeText);
    }

    /** {@return a copy with this text of the time, or none} */
    public Metadata withTimeText(Optional<String> text) {
        return text.equals(timeText)
                ? this
                : new Metadata(correlation, causation, trace, dataContentType, dataSchema, extensions, text);
    }

    /**
     * W3C trace context, as the CloudEvents distributed tracing extension carries it.
     *
     * @param traceparent {@code version-traceid-parentid-flags} in lower-case hexadecimal (W3C Trace Context, 3.2)
     * @param tracestate vendors' own list, at most 512 characters, kept as it is
     */
    public record TraceContext(String traceparent, Optional<String> tracestate) {
        private static final int MAX_STATE = 512;

        public TraceContext {
            if (!isTraceparent(traceparent)) {
                throw new IllegalArgumentException(
                        "traceparent must be version-traceid-parentid-flags in lower-case hex (W3C Trace Context), "
                                + "not '"
                                + traceparent + "'");
            }
            tracestate.ifPresent(state -> Lengths.require("tracestate", state, MAX_STATE));
        }

        /** 2, 32, 16 and 2 hexadecimal digits; later versions may append more. No regular expression: this runs once per event. */
        private static boolean isTraceparent(String text) {
            return text.length() >= 55
                    && isHex(text, 0, 2)
                    && text.charAt(2) == '-'
                    && isHex(text, 3, 35)
                    && text.charAt(35) == '-'
                    && isHex(text, 36, 52)
                    && text.charAt(52) == '-'
                    && isHex(text, 53, 55)
                    && (text.length() == 55 || text.charAt(55) == '-');
        }

        private static boolean isHex(String text, int from, int to) {
            for (int i = from; i < to; i++) {
                char c = text.charAt(i);
                if ((char) (c - '0') > 9 && (char) (c - 'a') > 5) {
                    return false;
                }
            }
            return true;
        }

        /** {@return a context without vendors' state} */
        public static TraceContext of(String traceparent) {
            return new TraceContext(traceparent, Optional.empty());
        }
    }

    /**
     * A CloudEvents attribute value of one of the specification's types (CloudEvents 1.0, "Type System").
     *
     * <p>JSON has strings, integers and booleans only, so bytes, URIs and timestamps are kept as canonical text, and a
     * value that is read equals the value that was written.
     */
    public static final class ExtensionValue {
        private final Object value;

        private ExtensionValue(Object value) {
            this.value = value;
        }

        /** {@return a string value} */
        public static ExtensionValue of(String value) {
            return new ExtensionValue(value);
        }

        /** {@return an integer value, signed and of 32 bits} */
        public static ExtensionValue of(int value) {
            return new ExtensionValue(value);
        }

        /** {@return a boolean value} */
        public static ExtensionValue of(boolean value) {
            return new ExtensionValue(value);
        }

        /** {@return bytes, as Base64} */
        public static ExtensionValue of(byte[] value) {
            return of(Base64.getEncoder().encodeToString(value));
        }

        /** {@return a URI or URI-reference} */
        public static ExtensionValue of(URI value) {
            return of(value.toString());
        }

        /** {@return a timestamp with its offset (RFC 3339)} */
        public static ExtensionValue of(OffsetDateTime value) {
            return of(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(value));
        }

        /** {@return the specification's canonical text of this value} */
        public String canonical() {
            return value.toString();
        }

        /** {@return the value, if it is an integer} */
        public Optional<Integer> whole() {
            return value instanceof Integer number ? Optional.of(number) : Optional.empty();
        }

        /** {@return the value, if it is a boolean} */
        public Optional<Boolean> flag() {
            return value instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ExtensionValue extension && value.equals(extension.value);
        }

        @Override
        public int hashCode() {
            return value.hashCode();
        }

        @Override
        public String toString() {
            return canonical();
        }
    }
}
