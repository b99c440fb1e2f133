/**
 * The other side of {@code docs/target-protocol.md}, for tests of targets: a driver that starts a target's process, and a few
 * orders of which each way to end has some.
 *
 * <p>Knows nothing of what a target does. Start at {@link io.triskel.orders.driver.Talk}.
 */
@NullMarked
package io.triskel.orders.driver;

import org.jspecify.annotations.NullMarked;
