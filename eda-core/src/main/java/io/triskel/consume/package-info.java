/**
 * Settles deliveries, in one way for every kind of source. Ordering, duplicates, retries and parking are decided only here;
 * an adapter states how its source redelivers and translates the verdicts.
 *
 * <p>A delivery within its batch ({@code DeliveryInWork}; each arrow is one of its methods, or of its
 * {@code DeliveryClaim}):
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
 * <p>An unsettled delivery stops its lane: its later deliveries are unsettled untried. A delivery gets one verdict.
 *
 * <p>The ports are in {@code inbox} and {@code parking}. Nothing here knows a bus or keeps a thread. Start at
 * {@link io.triskel.consume.BatchProcessor}; the rules are in {@code docs/patterns/idempotent-consumer.md}.
 */
@NullMarked
package io.triskel.consume;

import org.jspecify.annotations.NullMarked;
