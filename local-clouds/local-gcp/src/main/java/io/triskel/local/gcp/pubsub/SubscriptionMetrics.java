package io.triskel.local.gcp.pubsub;

/**
 * What a subscription has done so far.
 *
 * @param delivered messages given out, each time counted
 * @param acknowledged messages got rid of by acknowledgement
 * @param failed negative acknowledgements, failed pushes and passed deadlines
 * @param deadLettered messages forwarded to the dead-letter topic
 * @param forgotten messages dropped unacknowledged because they were older than the retention
 */
public record SubscriptionMetrics(long delivered, long acknowledged, long failed, long deadLettered, long forgotten) {}
