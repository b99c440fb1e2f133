package io.triskel.publish;

/** How an event is put into a message of a bus (CloudEvents 1.0, "Message" and its content modes). */
public enum WireMode {
    /** The whole event is the message's body, as JSON. */
    STRUCTURED,
    /** The data is the body, all else is the message's attributes. */
    BINARY
}
