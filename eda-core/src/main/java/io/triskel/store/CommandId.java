package io.triskel.store;

/**
 * The identity of a command, given by its sender and kept when it is sent again, so that nothing is done twice.
 *
 * @param value 1 to 128 characters, not blank
 */
public record CommandId(String value) {
    /**
     * The longest id, as for events that we write, since a command's id may be the id of the event that carries it. For a
     * longer event id of another system take {@link io.triskel.event.DerivedId#writable}.
     */
    public static final int MAX = 128;

    public CommandId {
        if (value.isBlank() || value.length() > MAX) {
            throw new IllegalArgumentException(
                    "A command's id has 1 to " + MAX + " characters and is not blank, this one has " + value.length());
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
