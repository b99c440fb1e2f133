package io.triskel.codec;

import io.triskel.event.EventKind;
import io.triskel.event.StreamId;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of the pattern that {@code triskelpattern} names. If it is absent or names another pattern, they are plain
 * extensions.
 */
final class PatternAttributes {
    static final String COMMAND = "command";
    static final String NOTIFICATION = "notification";
    static final String STATE = "state";
    static final String SOURCED = "sourced";

    static final List<String> ALL = List.of(COMMAND, NOTIFICATION, STATE, SOURCED);

    private @Nullable String stream;
    private @Nullable String sequence;
    private @Nullable String entity;
    private @Nullable String entityVersion;
    private @Nullable String target;
    private @Nullable String lookup;
    private @Nullable String lookupVersion;

    /** {@return whether the attribute is new} */
    boolean put(String name, String value) {
        String before;
        switch (name) {
            case "stream" -> {
                before = stream;
                stream = value;
            }
            case "sequence" -> {
                before = sequence;
                sequence = value;
            }
            case "entity" -> {
                before = entity;
                entity = value;
            }
            case "entityversion" -> {
                before = entityVersion;
                entityVersion = value;
            }
            case "commandtarget" -> {
                before = target;
                target = value;
            }
            case "lookup" -> {
                before = lookup;
                lookup = value;
            }
            case "lookupversion" -> {
                before = lookupVersion;
                lookupVersion = value;
            }
            default -> throw new IllegalArgumentException(name);
        }
        return before == null;
    }

    /** {@return the pattern of this kind; removes its attributes} */
    EventKind take(String kind, boolean deleted) {
        return switch (kind) {
            case SOURCED -> sourced();
            case STATE -> state(deleted);
            case NOTIFICATION -> notification();
            case COMMAND -> command();
            default ->
                throw new InvalidEventException(
                        "triskelpattern", "it is command, notification, state or sourced, not '" + kind + "'");
        };
    }

    private EventKind sourced() {
        String name = required("stream", stream);
        long revision = number("sequence", sequence, 1);
        stream = null;
        sequence = null;
        return AttributeChecks.valid("stream", () -> new EventKind.Sourced(new StreamId(name), revision));
    }

    private EventKind state(boolean deleted) {
        String id = required("entity", entity);
        long version = number("entityversion", entityVersion, 1);
        entity = null;
        entityVersion = null;
        return AttributeChecks.valid("entity", () -> new EventKind.StateTransfer(id, version, deleted));
    }

    private EventKind notification() {
        String reference = required("lookup", lookup);
        long version = number("lookupversion", lookupVersion, 0);
        lookup = null;
        lookupVersion = null;
        return AttributeChecks.valid("lookup", () -> new EventKind.Notification(reference, version));
    }

    private EventKind command() {
        String name = required("commandtarget", target);
        target = null;
        return AttributeChecks.valid("commandtarget", () -> new EventKind.Command(name));
    }

    private static String required(String name, @Nullable String value) {
        if (value == null) {
            throw new InvalidEventException(name, "an event of this triskelpattern has it, as a string");
        }
        return value;
    }

    private static long number(String name, @Nullable String value, long least) {
        String text = required(name, value);
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

    /** Passes on the attributes that {@link #take} has not removed. */
    void rest(BiConsumer<String, String> extension) {
        rest("stream", stream, extension);
        rest("sequence", sequence, extension);
        rest("entity", entity, extension);
        rest("entityversion", entityVersion, extension);
        rest("commandtarget", target, extension);
        rest("lookup", lookup, extension);
        rest("lookupversion", lookupVersion, extension);
    }

    private static void rest(String name, @Nullable String value, BiConsumer<String, String> extension) {
        if (value != null) {
            extension.accept(name, value);
        }
    }
}
