package io.triskel.store;

/**
 * Identifies a command. The sender keeps the id when it sends the command again, so that it takes effect once.
 *
 * @param value 1 to 128 characters, not blank
 */
public record CommandId(String value) {
    /**
     * The longest id, as for events that we write, because a command's id may be its event's id. For a longer foreign event
     * id use {@link io.triskel.event.DerivedId#writable}.
     */
    public static final int MAX = 128;

    public CommandId {
        if (value.isBlank() || value.length() > MAX) {
            throw new IllegalArgumentException("A command's id must have 1 to " + MAX
                    + " characters and not be blank, this one has " + value.length());
        }
    }

    /** Not the record's own: a stream's commands are compared one by one, and the fast compiler does not inline method handles. */
    @Override
    public boolean equals(Object other) {
        return other instanceof CommandId command && value.equals(command.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
