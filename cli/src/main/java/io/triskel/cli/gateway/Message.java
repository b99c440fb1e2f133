package io.triskel.cli.gateway;

/**
 * A server-sent message.
 *
 * @param number grows from one message to the next
 * @param event its name
 * @param data JSON of one line
 */
public record Message(long number, String event, String data) {}
