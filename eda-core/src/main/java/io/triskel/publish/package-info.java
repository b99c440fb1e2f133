/**
 * Publishing: a report with one entry per event instead of exceptions, and the order per key that no bus client keeps alone.
 *
 * <p>Applications use {@link io.triskel.publish.RepeatingPublisher}, mostly through a platform, which throws if an event is not on
 * the bus, or {@link io.triskel.publish.EventPublisher}, whose report they then must look at; an adapter implements {@link io.triskel.publish.EventBus},
 * and {@link io.triskel.publish.OrderedPublisher} does for all adapters what each would otherwise do differently.
 * A cloud's words (shard, partition, ordering key pause) may not enter. Start reading at {@code EventPublisher}.
 */
@NullMarked
package io.triskel.publish;

import org.jspecify.annotations.NullMarked;
