package io.triskel.orders.run;

import java.util.Map;

/**
 * The result of a run.
 *
 * @param ordersByState by final state; an order that has not ended counts under the state that it is in
 * @param revenueByProduct units and revenue of shipped orders
 * @param figures what the pipeline counted
 * @param invalidLines lines that were skipped
 * @param repeatedOrders lines that repeated an order
 * @param cancellationsRefused cancellations that came too late, or for an order that does not exist
 * @param view the order view, built once more from all events
 * @param doubled facts of orders beyond the one allowed, such as a second charge
 * @param complete whether every order has ended, the rebuilt view is {@linkplain ViewRebuilt#sound sound}, nothing is doubled, and the
 *     figures are {@linkplain PipelineCounts#sound sound}
 */
public record DemoResult(
        Map<String, Long> ordersByState,
        Map<String, Map<String, Long>> revenueByProduct,
        PipelineCounts figures,
        long invalidLines,
        long repeatedOrders,
        long cancellationsRefused,
        ViewRebuilt view,
        long doubled,
        boolean complete) {
    /** {@return the revenue of shipped orders, in cents} */
    public long revenueCents() {
        return revenueByProduct.values().stream()
                .mapToLong(total -> total.getOrDefault("revenue", 0L))
                .sum();
    }
}
