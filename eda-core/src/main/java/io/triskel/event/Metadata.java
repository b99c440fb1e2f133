package io.triskel.event;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What travels with an event beside its meaning.
 *
 * @param correlation the id that all events of one business process share
 * @param causation the id of the event or command that led to this one
 * @param trace W3C trace context
 * @param dataContentType the CloudEvents {@code datacontenttype}; absent means JSON (CloudEvents JSON format, 3.1)
 * @param dataSchema the CloudEvents {@code dataschema}
 * @param extensions all other extension attributes by name (lower-case letters and digits, 1 to 64 characters; the
 *     specification advises 20), in order
 */
public record Metadata(
        Optional<String> correlation,
        Optional<String> causation,
        Optional<TraceContext> trace,
        Optional<String> dataContentType,
        Optional<URI> dataSchema,
        Map<String, ExtensionValue> extensions) {

    /** The longest name of an extension attribute; CloudEvents 1.0 advises producers not to go beyond 20. */
    public static final int MAX_EXTENSION_NAME = 64;

    private static final Metadata EMPTY = new Metadata(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

    private static final int MAX_ID = 128;

    public Metadata {
        correlation.ifPresent(id -> Lengths.require("A correlation id", id, MAX_ID));
        causation.ifPresent(id -> Lengths.require("A causation id", id, MAX_ID));
        if (!extensions.isEmpty()) {
            extensions.keySet().forEach(Metadata::requireExtensionName);
            extensions = Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
        }
    }

    private static void requireExtensionName(String name) {
        boolean legal = !name.isEmpty() && name.length() <= MAX_EXTENSION_NAME;
        for (int i = 0; i < name.length() && legal; i++) {
            char c = name.charAt(i);
            legal = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        }
        if (!legal) {
            throw new IllegalArgumentException("An extension attribute's name has 1 to " + MAX_EXTENSION_NAME
                    + " lower-case letters and digits, this is not: '" + name
                    + "'");
        }
    }

    /** {@return whether this can be a correlation or causation id: 1 to 128 legal characters, not blank} */
    public static boolean isId(String text) {
        return !text.isBlank() && text.length() <= MAX_ID && Characters.firstIllegal(text) < 0;
    }

    /** {@return metadata with nothing in it} */
    public static Metadata empty() {
        return EMPTY;
    }

    /** {@return the metadata of what {@code event} causes: same correlation (else the event's id), its id as causation, same trace} */
    public static Metadata causedBy(Envelope<?> event) {
        return EMPTY.withCorrelation(
                        event.metadata().correlation().orElse(event.id().id()))
                .withCausation(event.id().id())
                .withTrace(event.metadata().trace());
    }

    /** {@return a copy with this correlation id} */
    public Metadata withCorrelation(String id) {
        return new Metadata(Optional.of(id), causation, trace, dataContentType, dataSchema, extensions);
    }

    /** {@return a copy with this causation id} */
    public Metadata withCausation(String id) {
        return new Metadata(correlation, Optional.of(id), trace, dataContentType, dataSchema, extensions);
    }

    /** {@return a copy with this trace context} */
    public Metadata withTrace(Optional<TraceContext> context) {
        return new Metadata(correlation, causation, context, dataContentType, dataSchema, extensions);
    }

    /** {@return a copy whose data is of this media type} */
    public Metadata withDataContentType(String mediaType) {
        return new Metadata(correlation, causation, trace, Optional.of(mediaType), dataSchema, extensions);
    }

    /** {@return a copy whose data follows this schema, or none} */
    public Metadata withDataSchema(Optional<URI> schema) {
        return new Metadata(correlation, causation, trace, dataContentType, schema, extensions);
    }

    /** {@return a copy with one more extension attribute} */
    public Metadata withExtension(String name, ExtensionValue value) {
        Map<String, ExtensionValue> more = new LinkedHashMap<>(extensions);
        more.put(name, value);
        return new Metadata(correlation, causation, trace, dataContentType, dataSchema, more);
    }
}
