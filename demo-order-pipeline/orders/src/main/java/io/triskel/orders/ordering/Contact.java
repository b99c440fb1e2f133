package io.triskel.orders.ordering;

/**
 * How to reach a customer; personal data, so it travels and rests only as {@code Personal<Contact>}.
 *
 * @param name for people
 * @param email where order news goes
 */
public record Contact(String name, String email) {}
