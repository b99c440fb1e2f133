/**
 * Publishes events in order per key, which no bus client does by itself, and reports one entry per event instead of
 * throwing.
 *
 * <p>Applications use {@link io.triskel.publish.RepeatingPublisher}, mostly through a platform: it throws if an event is
 * not on the bus. Those that use {@link io.triskel.publish.EventPublisher} must check its report. An adapter implements
 * {@link io.triskel.publish.EventBus}; {@link io.triskel.publish.OrderedPublisher} does the rest. Words of one cloud
 * (shard, partition) are not used here. Start at {@code EventPublisher}.
 */
@NullMarked
package io.triskel.publish;

import org.jspecify.annotations.NullMarked;
