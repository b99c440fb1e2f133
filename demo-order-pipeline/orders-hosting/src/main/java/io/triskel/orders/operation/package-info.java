/**
 * An operator's work on a pipeline that is in trouble: list parked events and stuck sagas, resume them or give them up, publish
 * commits that were left behind, and ask how much work waits.
 *
 * <p>All of it works on the stores directly, with the operator's own rights; no function has to run. Start at
 * {@link io.triskel.orders.operation.Operations}; {@link io.triskel.orders.operation.OperatorTalk} is how {@code ./triskel ops} calls it.
 */
@NullMarked
package io.triskel.orders.operation;

import org.jspecify.annotations.NullMarked;
