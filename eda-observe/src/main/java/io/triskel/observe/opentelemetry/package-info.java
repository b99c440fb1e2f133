/**
 * Reports the core's work as OpenTelemetry spans, and passes the W3C trace context in events from process to process.
 *
 * <p>Depends on the OpenTelemetry API only; the application chooses SDK and exporter. Start at
 * {@link io.triskel.observe.opentelemetry.OpenTelemetryObserver}.
 */
@NullMarked
package io.triskel.observe.opentelemetry;

import org.jspecify.annotations.NullMarked;
