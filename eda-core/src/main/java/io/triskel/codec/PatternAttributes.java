package io.triskel.codec;

import io.triskel.event.ExtensionValue;
import io.triskel.event.OrderingKey;
import io.triskel.event.Pattern;
import io.triskel.event.StreamId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a pattern from the attribute that names it and the extensions that belong to it, which it takes out. */
final class PatternAttributes {
    static final String COMMAND = "command";
    static final String NOTIFICATION = "notification";
    static final String STATE = "state";
    static final String SOURCED = "sourced";

    private final String kind;
    private final @Nullable Map<String, ExtensionValue> extensions;

    PatternAttributes(String kind, @Nullable Map<String, ExtensionValue> extensions) {
        this.kind = kind;
        this.extensions = extensions;
    }

    /** {@return the pattern; the attributes that make it are extensions no longer} */
    Pattern read() {
        return switch (kind) {
            case SOURCED -> {
                String stream = EnvelopeDraft.within("stream", taken("stream"), OrderingKey.MAX);
                long revision = number("sequence", 1);
                yield new Pattern.Sourced(new StreamId(stream), revision);
            }
            case STATE -> {
                String entity = EnvelopeDraft.within("entity", taken("entity"), 128);
                yield new Pattern.StateTransfer(entity, number("entityversion", 1), deleted());
            }
            case NOTIFICATION -> {
                String lookup = taken("lookup");
                long version = number("lookupversion", 0);
                yield EnvelopeDraft.valid("lookup", () -> new Pattern.Notification(lookup, version));
            }
            case COMMAND -> new Pattern.Command(EnvelopeDraft.within("commandtarget", taken("commandtarget"), 128));
            default ->
                throw new InvalidEventException(
                        "triskelpattern", "it is command, notification, state or sourced, not '" + kind + "'");
        };
    }

    private @Nullable ExtensionValue remove(String name) {
        return extensions == null ? null : extensions.remove(name);
    }

    private String taken(String name) {
        ExtensionValue value = remove(name);
        if (!(value instanceof ExtensionValue.Text text)) {
            throw new InvalidEventException(name, "an event with triskelpattern '" + kind + "' has it, as a string");
        }
        return text.value();
    }

    private long number(String name, long least) {
        String text = taken(name);
        long number = 0;
        boolean legal = !text.isEmpty() && text.length() <= 19;
        for (int i = 0; i < text.length() && legal; i++) {
            char c = text.charAt(i);
            legal = c >= '0' && c <= '9';
            number = number * 10 + (c - '0');
        }
        if (!legal || number < least) {
            throw new InvalidEventException(
                    name, "it is a decimal number of up to 19 digits, at least " + least + ", not '" + text + "'");
        }
        return number;
    }

    private boolean deleted() {
        ExtensionValue value = remove("entitydeleted");
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
}
