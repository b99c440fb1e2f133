/**
 * The other side of {@code docs/target-protocol.md}, for tests of targets: a driver that starts a target's process, a few
 * orders that end in every possible way, and the contracts that every target and every deployed package keeps.
 *
 * <p>Knows nothing of what a target does, nor of any cloud. Start at {@link io.triskel.orders.contracts.Talk}, then {@link
 * io.triskel.orders.contracts.TargetContract}.
 */
@NullMarked
package io.triskel.orders.contracts;

import org.jspecify.annotations.NullMarked;
