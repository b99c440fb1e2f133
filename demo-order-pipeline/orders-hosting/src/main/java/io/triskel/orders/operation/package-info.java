/**
 * What an operator does with a pipeline that is in trouble: looks at what is parked and at sagas that are stuck, lets them go on or
 * gives them up, publishes what was left behind, and asks how much work waits.
 *
 * <p>All of it works on the stores directly, with the operator's own rights; no function has to run. Start at
 * {@link io.triskel.orders.operation.Operations}; {@link io.triskel.orders.operation.OperatorTalk} is how {@code ./triskel ops} calls it.
 */
@NullMarked
package io.triskel.orders.operation;

import org.jspecify.annotations.NullMarked;
