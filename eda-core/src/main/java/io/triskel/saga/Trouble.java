package io.triskel.saga;

/**
 * An event that the saga failed on, so that failing on it again and again makes the instance stuck.
 *
 * @param input the {@link Input#id}
 * @param times how often
 */
public record Trouble(String input, int times) {}
