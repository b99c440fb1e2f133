package io.triskel.load.size.plan;

/**
 * A managed orchestrator that could run the order's process in place of our saga.
 *
 * @param usdAMillion US dollars per million orders, without functions and stores
 * @param how what is counted, and the limit to know
 */
public record Alternative(String name, double usdAMillion, String how) {}
