package io.triskel.codec;

import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import io.triskel.event.Metadata;
import io.triskel.event.Metadata.ExtensionValue;
import io.triskel.event.Metadata.TraceContext;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;

/**
 * Writes an envelope without its data, in one order for both modes; {@link EnvelopeDraft} reads it. Texts that the envelope's own
 * types have checked are not checked again.
 */
final class EnvelopeAttributes {
    private EnvelopeAttributes() {}

    static void write(Envelope<?> event, String wireType, String contentType, KnownSources sources, AttributeSink sink)
            throws IOException {
        sink.text(Attribute.SPECVERSION, Attribute.SPEC_VERSION_1);
        sink.text(Attribute.ID, event.id().id());
        sink.text(Attribute.SOURCE, sources.checked(event.id().source()));
        sink.text(Attribute.TYPE, wireType);
        if (event.subject().isPresent()) {
            sink.text(Attribute.SUBJECT, event.subject().get());
        }
        if (event.time().isPresent()) {
            sink.text(Attribute.TIME, time(event.time().get(), event.metadata().timeText()));
        }
        if (event.key().isPresent()) {
            sink.text(Attribute.PARTITIONKEY, event.key().get().value());
        }
        pattern(event.pattern(), sink);
        metadata(event, contentType, sink);
    }

    /** The text that the time was read from, if it still matches; else the formatted time. */
    private static String time(OffsetDateTime time, Optional<String> text) {
        return text.isPresent() && Rfc3339.parse("time", text.get()).equals(time)
                ? text.get()
                : Rfc3339.format("time", time);
    }

    private static void text(AttributeSink sink, Attribute name, String value) throws IOException {
        WireText.requireString(name.attribute(), value);
        sink.text(name, value);
    }

    /** No {@code fold}: its functions could not throw, and this runs once per event. */
    private static void pattern(EventKind pattern, AttributeSink sink) throws IOException {
        if (pattern instanceof EventKind.Sourced sourced) {
            sink.text(Attribute.PATTERN, PatternAttributes.SOURCED);
            sink.text(Attribute.STREAM, sourced.stream().value());
            sink.text(Attribute.SEQUENCE, padded(sourced.revision()));
        } else if (pattern instanceof EventKind.StateTransfer state) {
            sink.text(Attribute.PATTERN, PatternAttributes.STATE);
            sink.text(Attribute.ENTITY, state.entity());
            sink.text(Attribute.ENTITYVERSION, Long.toString(state.version()));
            if (state.deleted()) {
                sink.flag(Attribute.ENTITYDELETED, true);
            }
        } else if (pattern instanceof EventKind.Notification notification) {
            sink.text(Attribute.PATTERN, PatternAttributes.NOTIFICATION);
            sink.text(Attribute.LOOKUP, notification.lookup());
            sink.text(Attribute.LOOKUPVERSION, Long.toString(notification.minVersion()));
        } else if (pattern instanceof EventKind.Command command) {
            sink.text(Attribute.PATTERN, PatternAttributes.COMMAND);
            sink.text(Attribute.COMMANDTARGET, command.target());
        }
    }

    /** Nineteen digits, so that texts sort as their numbers do (CloudEvents sequence extension). */
    static String padded(long revision) {
        byte[] digits = new byte[19];
        long rest = revision;
        for (int i = digits.length - 1; i >= 0; i--, rest /= 10) {
            digits[i] = (byte) ('0' + rest % 10);
        }
        return new String(digits, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static void metadata(Envelope<?> event, String contentType, AttributeSink sink) throws IOException {
        Metadata metadata = event.metadata();
        if (metadata.correlation().isPresent()) {
            sink.text(Attribute.CORRELATIONID, metadata.correlation().get());
        }
        if (metadata.causation().isPresent()) {
            sink.text(Attribute.CAUSATIONID, metadata.causation().get());
        }
        if (metadata.trace().isPresent()) {
            TraceContext trace = metadata.trace().get();
            text(sink, Attribute.TRACEPARENT, trace.traceparent());
            if (trace.tracestate().isPresent()) {
                sink.text(Attribute.TRACESTATE, trace.tracestate().get());
            }
        }
        if (!contentType.isEmpty()) {
            text(sink, Attribute.DATACONTENTTYPE, contentType);
        }
        if (metadata.dataSchema().isPresent()) {
            String schema = metadata.dataSchema().get().toString();
            WireText.requireUriReference("dataschema", schema);
            sink.text(Attribute.DATASCHEMA, schema);
        }
        if (!metadata.extensions().isEmpty()) {
            extensions(event, sink);
        }
    }

    private static void extensions(Envelope<?> event, AttributeSink sink) throws IOException {
        for (Map.Entry<String, ExtensionValue> extension :
                event.metadata().extensions().entrySet()) {
            String name = extension.getKey();
            if (isTaken(name, extension.getValue(), event)) {
                throw new InvalidEventException(
                        name, "the envelope has a place of its own for it, so it cannot be an extension here");
            }
            WireText.requireString(name, extension.getValue().canonical());
            sink.extension(name, extension.getValue());
        }
    }

    private static boolean isTaken(String name, ExtensionValue value, Envelope<?> event) {
        return (Attribute.isReserved(name) && !isFree(name, value, event))
                || (event.metadata().trace().isPresent() && (name.equals("traceparent") || name.equals("tracestate")))
                || event.pattern()
                        .fold(
                                plain -> false,
                                command -> name.equals("commandtarget"),
                                notification -> name.equals("lookup") || name.equals("lookupversion"),
                                state -> name.equals("entity")
                                        || name.equals("entityversion")
                                        || name.equals("entitydeleted"),
                                sourced -> name.equals("stream") || name.equals("sequence"));
    }

    /**
     * Whether this is an empty key, correlation or causation: an envelope cannot have one, so it is kept as a plain
     * extension.
     */
    private static boolean isFree(String name, ExtensionValue value, Envelope<?> event) {
        Metadata metadata = event.metadata();
        return value.canonical().isEmpty()
                && ((name.equals("partitionkey") && event.key().isEmpty())
                        || (name.equals("correlationid")
                                && metadata.correlation().isEmpty())
                        || (name.equals("causationid") && metadata.causation().isEmpty()));
    }
}
