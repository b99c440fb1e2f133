package io.triskel.console;

import io.triskel.codec.JsonObject;
import java.time.Instant;

/**
 * A message to the page.
 *
 * @param event its name
 * @param slot what it replaces on the page: a message with the same slot; empty for one that is told once
 * @param data without lane and time
 */
record Message(String event, String slot, JsonObject data) {
    /** {@return a message that replaces the last one of its name} */
    static Message state(String event, JsonObject data) {
        return new Message(event, event, data);
    }

    static Message once(String event, JsonObject data) {
        return new Message(event, "", data);
    }

    /** {@return the message as text, which is not changed afterwards} */
    Written at(String lane, Instant now) {
        String content = data.toString();
        JsonObject all = JsonObject.parse(content).set("lane", lane).set("at", Texts.time(now));
        return new Written(event, slot, content, all.toString());
    }

    /**
     * A message as it is sent.
     *
     * @param content without lane and time, to recognise a repeat
     * @param text one line
     */
    record Written(String event, String slot, String content, String text) {}
}
