package io.triskel.local.gcp.pubsub;

/**
 * A subscription's counts so far.
 *
 * @param delivered messages delivered, counted at each delivery
 * @param acknowledged messages settled by acknowledgement
 * @param failed negative acknowledgements, failed pushes and passed deadlines
 * @param deadLettered messages forwarded to the dead-letter topic
 * @param forgotten messages dropped unacknowledged because they were older than the retention
 */
public record SubscriptionMetrics(long delivered, long acknowledged, long failed, long deadLettered, long forgotten) {}
