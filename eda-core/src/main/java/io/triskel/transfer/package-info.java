/**
 * Event-carried state transfer: keeps replicas of another service's entities up to date, in any order of arrival.
 *
 * <p>The highest version wins; versions never come from a clock and continue after a deletion. So a replica needs no inbox
 * and no parked lane: the next version supersedes a failed one. Start at {@link io.triskel.transfer.Replicator}; stores
 * implement {@link io.triskel.transfer.Replicas}.
 */
@NullMarked
package io.triskel.transfer;

import org.jspecify.annotations.NullMarked;
