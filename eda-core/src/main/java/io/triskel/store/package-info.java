/**
 * The ports of event streams, snapshots and checkpoints: append under an expectation, read in pages.
 *
 * <p>This package has the contracts of stores and their values; {@code spi} has the logic that all stores share. Start at
 * {@link io.triskel.store.EventStore}.
 */
@NullMarked
package io.triskel.store;

import org.jspecify.annotations.NullMarked;
