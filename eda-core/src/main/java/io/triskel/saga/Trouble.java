package io.triskel.saga;

/**
 * An event that the saga failed on, with a count, so that repeated failures make the instance stuck.
 *
 * @param input the {@link Input#id}
 * @param times how often the saga failed on it
 */
public record Trouble(String input, int times) {}
