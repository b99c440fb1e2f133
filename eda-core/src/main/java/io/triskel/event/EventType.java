package io.triskel.event;

/**
 * The wire name and schema version of an event. Never a class name, so classes can be moved and renamed freely.
 *
 * <p>On the wire a type is one text, {@code <name>.v<version>}; a text without this suffix is a foreign type of version 0.
 *
 * @param name reverse-DNS or dotted name such as {@code orders.order-placed}, never empty; a name that we write has at most
 *     200 characters ({@link WritingLimits})
 * @param version 1 or more; 0 for a type that carries no version
 */
public record EventType(String name, int version) {
    /** The longest name that we write, in characters. */
    public static final int MAX_NAME = 200;

    public EventType {
        Characters.require("An event type's name", name);
        if (version < 0 || version > 999_999_999) {
            throw new IllegalArgumentException("version must be 0 to 999999999, not " + version);
        }
        if (version == 0 && versionDot(name) > 0) {
            throw new IllegalArgumentException(
                    "'" + name + "' ends in a version: use EventType.parse, or a name without '.v<number>' at its end");
        }
    }

    /** {@return the type of this name and version} */
    public static EventType of(String name, int version) {
        return new EventType(name, version);
    }

    /** {@return the type in this text of a CloudEvents {@code type} attribute; the inverse of {@link #wire()}} */
    public static EventType parse(String wire) {
        int dot = versionDot(wire);
        if (dot > 0) {
            return new EventType(wire.substring(0, dot), Integer.parseInt(wire.substring(dot + 2)));
        }
        return new EventType(wire, 0);
    }

    /** The index of the {@code .v<number>} at the end, or -1. */
    private static int versionDot(String wire) {
        int dot = wire.lastIndexOf(".v");
        return dot > 0 && isVersion(wire, dot + 2) ? dot : -1;
    }

    private static boolean isVersion(String wire, int from) {
        int digits = wire.length() - from;
        if (digits < 1 || digits > 9 || wire.charAt(from) == '0') {
            return false;
        }
        for (int i = from; i < wire.length(); i++) {
            if (wire.charAt(i) < '0' || wire.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** {@return the text of the CloudEvents {@code type} attribute} */
    public String wire() {
        return version == 0 ? name : name + ".v" + version;
    }

    // equals and hashCode are written out here and in other records that are keys of maps: linking the generated
    // ones takes 5 ms of a function's cold start.
    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof EventType type && version == type.version && name.equals(type.name));
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + version;
    }

    @Override
    public String toString() {
        return wire();
    }
}
