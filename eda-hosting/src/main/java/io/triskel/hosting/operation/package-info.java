/**
 * An operator's work on a pipeline in trouble: list parked events and stuck sagas, resume or abandon them, publish unpublished
 * commits, and count the waiting work.
 *
 * <p>All of it works on the stores directly, with the operator's own rights, except a replay: the consumers' own functions do that
 * ({@link io.triskel.hosting.operation.ConsumerReplay}), and the operator invokes them. Start at
 * {@link io.triskel.hosting.operation.Operations}; {@link io.triskel.hosting.operation.OperatorTalk} is how {@code ./triskel ops} calls it.
 */
@NullMarked
package io.triskel.hosting.operation;

import org.jspecify.annotations.NullMarked;
