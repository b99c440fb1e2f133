/**
 * For authors of adapters: what stores on different services do alike, written once.
 *
 * <p>A port's contract says what a store answers; here is how a store comes to that answer by conditional writes. {@link
 * io.triskel.spi.NewCommit}, {@link io.triskel.spi.LaneEntry}, {@link io.triskel.spi.InboxEntry} and {@link
 * io.triskel.spi.DispatchEntry} are the state machines of event stores, parking lots, inboxes and outboxes: pure values whose steps
 * return a {@link io.triskel.spi.Change} to write. {@link io.triskel.spi.ConditionalWrites} has the loops that write it, {@link io.triskel.spi.Repetition} repeats
 * the requests that these make, {@link io.triskel.spi.StoredPersonalKeys} keeps keys of persons,
 * {@link io.triskel.spi.SettingsReader} reads an adapter's settings.
 *
 * <p>This package may use every other package of the core. In the core only {@code memory} uses it. Applications need none of it
 * but {@link io.triskel.spi.SettingsReader}, if they read settings of their own the same way.
 */
@NullMarked
package io.triskel.spi;

import org.jspecify.annotations.NullMarked;
