package io.triskel.orders.notification;

/** Where messages to customers go. */
@FunctionalInterface
public interface Mailbox {
    /**
     * A message.
     *
     * @param id the same message again has the same id
     * @param to the customer's address
     * @param text what is written
     */
    record Message(String id, String to, String text) {}

    /** Sends a message, at most once per id. */
    void send(Message message);
}
