/**
 * Azure Monitor's custom metrics, and the endpoint where an app gets tokens of its managed identity. Alerts, regions and queries are not
 * emulated.
 *
 * <p>Start reading at {@link io.triskel.local.azure.monitor.MetricsServer}.
 */
@NullMarked
package io.triskel.local.azure.monitor;

import org.jspecify.annotations.NullMarked;
