/**
 * Event-carried state transfer: keeping copies of another service's entities up to date, in any order of arrival.
 *
 * <p>The version alone decides; it never comes from a clock, goes on after a deletion, and the highest one wins. That is why
 * a replica needs no inbox and no parked lane: the next version supersedes whatever failed. Start reading at
 * {@link io.triskel.transfer.Replicator}; stores implement {@link io.triskel.transfer.Replicas}.
 */
@NullMarked
package io.triskel.transfer;

import org.jspecify.annotations.NullMarked;
