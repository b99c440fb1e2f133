package io.triskel.orders.local;

import java.util.Map;

/**
 * What came of a run.
 *
 * @param ordersByState by final state; an order that has not ended counts under the state that it is in
 * @param eventsByType each event once
 * @param sagasByEnding saga instances
 * @param revenueByProduct units and revenue of shipped orders
 * @param parked events that are parked now
 * @param parkedEver events that ever were, replayed ones included
 * @param duplicatesSuppressed deliveries that an inbox recognised
 * @param invalidLines lines that were left out
 * @param repeatedOrders lines that were an order again
 * @param cancellationsRefused cancellations that came too late, or for an order that does not exist
 * @param notifications messages to customers
 * @param complete whether every order has ended
 */
record Result(
        Map<String, Long> ordersByState,
        Map<String, Long> eventsByType,
        Map<String, Long> sagasByEnding,
        Map<String, Map<String, Long>> revenueByProduct,
        long parked,
        long parkedEver,
        long duplicatesSuppressed,
        long invalidLines,
        long repeatedOrders,
        long cancellationsRefused,
        long notifications,
        boolean complete) {
    /** {@return how many events there were} */
    long events() {
        return eventsByType.values().stream().mapToLong(Long::longValue).sum();
    }
}
