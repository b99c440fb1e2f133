/**
 * Custom metrics in Azure Monitor: what the clock sees of the consumers, for alarms that need no log.
 *
 * <p>Start reading at {@link io.triskel.azure.monitor.ClockMetrics}.
 */
@NullMarked
package io.triskel.azure.monitor;

import org.jspecify.annotations.NullMarked;
