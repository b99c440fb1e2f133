package io.triskel.orders.memory;

import io.triskel.orders.notification.Mailbox;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps what would be sent, once per message. */
final class MemoryMailbox implements Mailbox {
    private final Map<String, Message> sent = new LinkedHashMap<>();

    @Override
    public synchronized void send(Message message) {
        sent.putIfAbsent(message.id(), message);
    }

    synchronized Map<String, Message> sent() {
        return Map.copyOf(sent);
    }
}
