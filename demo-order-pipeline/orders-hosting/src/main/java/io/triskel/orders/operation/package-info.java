/**
 * An operator's work on a pipeline in trouble: list parked events and stuck sagas, resume or abandon them, publish unpublished
 * commits, and count the waiting work.
 *
 * <p>All of it works on the stores directly, with the operator's own rights, except a replay: the consumers' own functions do that
 * ({@link io.triskel.orders.operation.ConsumerReplay}), and the operator invokes them. Start at
 * {@link io.triskel.orders.operation.Operations}; {@link io.triskel.orders.operation.OperatorTalk} is how {@code ./triskel ops} calls it.
 */
@NullMarked
package io.triskel.orders.operation;

import org.jspecify.annotations.NullMarked;
