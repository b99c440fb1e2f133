/**
 * Event streams as ports: append under an expectation, read in pages; snapshots and checkpoints beside them.
 *
 * <p>This package has the contract that a store keeps and its values; logic that is the same for every store (limits, stamping,
 * telling a repetition from a conflict) is done here once. Deciding and publishing may not enter.
 * Start reading at {@link io.triskel.store.EventStore}.
 */
@NullMarked
package io.triskel.store;

import org.jspecify.annotations.NullMarked;
