package io.triskel.notify;

/**
 * What a notification's lookup found.
 *
 * @param state the decoded state
 * @param version at least the notification's; a newer one is normal, since the source went on
 */
public record Fetched<T>(T state, long version) {}
