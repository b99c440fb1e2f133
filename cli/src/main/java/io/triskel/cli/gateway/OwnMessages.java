package io.triskel.cli.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The messages of the gateway itself, which concern all lanes: a few, kept for pages that connect later. */
final class OwnMessages {
    private static final int KEPT = 50;

    private final Deque<Message> kept = new ArrayDeque<>();
    private long number;

    synchronized void add(String event, JsonNode data) {
        kept.addLast(new Message(++number, event, data.toString()));
        if (kept.size() > KEPT) {
            kept.removeFirst();
        }
    }

    /** {@return the messages after this number} */
    synchronized List<Message> after(long last) {
        return kept.stream().filter(message -> message.number() > last).toList();
    }
}
