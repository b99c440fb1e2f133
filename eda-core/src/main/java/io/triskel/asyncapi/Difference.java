package io.triskel.asyncapi;

/**
 * Why a reader may refuse what a writer writes.
 *
 * @param where the place in an event: {@code data.lines[].quantity}
 * @param what the keyword, if the rule has several
 * @param written what the writer's schema says
 * @param read what the reader's schema says
 */
record Difference(String where, Rule rule, String what, String written, String read) {}
