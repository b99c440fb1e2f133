/**
 * For authors of adapters: the common logic of stores on different services.
 *
 * <p>A port's contract says what a store answers; this package computes the answers by conditional writes.
 * {@link io.triskel.spi.NewCommit}, {@link io.triskel.spi.LaneEntry}, {@link io.triskel.spi.InboxEntry} and
 * {@link io.triskel.spi.DispatchEntry} are the state machines of event stores, parking lots, inboxes and outboxes: pure values
 * whose steps return a {@link io.triskel.spi.Change} to write. {@link io.triskel.spi.ConditionalWrites} writes it,
 * {@link io.triskel.spi.Repetition} retries requests, {@link io.triskel.spi.StoredPersonalKeys} stores subjects' keys,
 * {@link io.triskel.spi.SettingsReader} reads an adapter's settings, and {@link io.triskel.spi.Hosting} lets a long-running
 * process run on the adapter of its class path.
 *
 * <p>This package may use every other package of the core. In the core only {@code memory} uses it. Applications need only
 * {@link io.triskel.spi.SettingsReader}, to read their own settings the same way.
 */
@NullMarked
package io.triskel.spi;

import org.jspecify.annotations.NullMarked;
