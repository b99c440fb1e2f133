/**
 * The core's observations, as OpenTelemetry spans, and the W3C trace context that events carry from one process to the next.
 *
 * <p>Depends on the OpenTelemetry API only; which SDK and exporter are there is the application's choice. Start reading at
 * {@link io.triskel.observe.opentelemetry.OpenTelemetryObserver}.
 */
@NullMarked
package io.triskel.observe.opentelemetry;

import org.jspecify.annotations.NullMarked;
