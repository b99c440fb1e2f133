/**
 * Settles deliveries, in one way for every kind of source. Order, duplicates, retry and parking are decided here, and only
 * here; an adapter says how its source brings back unsettled deliveries and translates the verdicts.
 *
 * <p>A delivery within its batch ({@code DeliveryInWork}; each arrow is one of its methods, or of its {@code DeliveryClaim}):
 *
 * <pre>
 *   received ---------------------------------------------------------------------> ignored
 *      |  unreadable ----------------------------> to be parked --(lot)-----------> parked
 *      v                                              ^    |
 *   to claim --(inbox)--> completed elsewhere --------|----|----------------------> duplicate
 *      |            \---> in the lot already ---------|----|----------------------> parked
 *      |            \---> blocked: claimed again, or -|----|----------------------> unsettled
 *      v                                              |    |
 *   claimed --> called --> failed, not yet -----------+    +--(no lot, no room)---> unsettled
 *      ^          |            |  |
 *      +----------|---(again)--+  +-----------------------------------------------> unsettled
 *                 v
 *              handled --(inbox)--> completed ------------------------------------> handled
 *                   \---> not completed: parked, or ------------------------------> unsettled
 * </pre>
 *
 * <p>An unsettled delivery stops its lane: later deliveries of the lane are unsettled untried. A verdict is given once.
 *
 * <p>The ports are in {@code inbox} and {@code parking}. Nothing here knows a bus, waits in the background or keeps a
 * thread. Start reading at {@link io.triskel.consume.BatchProcessor}; the rules are in
 * {@code docs/patterns/idempotent-consumer.md}.
 */
@NullMarked
package io.triskel.consume;

import org.jspecify.annotations.NullMarked;
