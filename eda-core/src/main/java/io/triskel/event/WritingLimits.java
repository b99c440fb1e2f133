package io.triskel.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Limits the texts of an event that we write, so that every supported bus and store takes them. They apply to publishing
 * and appending, not to reading: CloudEvents 1.0 has no such limits, so a foreign event's id, source, subject, type and key
 * may have any length.
 */
@ForAdapters
public final class WritingLimits {
    private WritingLimits() {}

    /** {@return a message that names the exceeded limit; empty if none is} */
    public static Optional<String> exceededBy(Envelope<?> event) {
        Metadata metadata = event.metadata();
        String found = beyond("source", event.id().source(), EventId.MAX_SOURCE);
        found = found != null ? found : beyond("id", event.id().id(), EventId.MAX_ID);
        found = found != null ? found : beyond("type's name", event.type().name(), EventType.MAX_NAME);
        found = found != null ? found : beyond("subject", event.subject(), Envelope.MAX_SUBJECT);
        if (found == null && event.key().isPresent()) {
            found = beyond("ordering key", event.key().get().value(), OrderingKey.MAX);
        }
        found = found != null ? found : beyond("correlation id", metadata.correlation(), Metadata.MAX_ID);
        found = found != null ? found : beyond("causation id", metadata.causation(), Metadata.MAX_ID);
        return Optional.ofNullable(found != null ? found : beyond(metadata));
    }

    private static @Nullable String beyond(Metadata metadata) {
        if (metadata.dataSchema().isPresent() && !metadata.dataSchema().get().isAbsolute()) {
            return "The data schema of an event that we write is an absolute URI, this one is not";
        }
        if (!metadata.extensions().isEmpty()) {
            for (String name : metadata.extensions().keySet()) {
                String found = beyond("extension's name", name, Metadata.MAX_EXTENSION_NAME);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static @Nullable String beyond(String what, Optional<String> text, int most) {
        return text.isPresent() ? beyond(what, text.get(), most) : null;
    }

    private static @Nullable String beyond(String what, String text, int most) {
        if (text.length() <= most && !text.isBlank()) {
            return null;
        }
        return "The " + what + " of an event that we write must have 1 to " + most
                + " characters and not be blank, this one has " + text.length();
    }
}
