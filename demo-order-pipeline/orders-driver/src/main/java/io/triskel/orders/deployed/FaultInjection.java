package io.triskel.orders.deployed;

import java.util.Map;

/** The faults that a run injects on purpose. */
public interface FaultInjection {
    /** Called while an order is on its way, or once a second for an application of one's own, to inject a fault. */
    void order();

    /** {@return how many processes of functions were killed} */
    int killed();

    /** {@return how often which kind of fault struck which operation} */
    Map<String, Long> struck();
}
