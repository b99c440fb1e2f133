package io.triskel.observe.opentelemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.triskel.observe.Observer;

/** What {@code docs/observability.md} shows of spans, compiled; the core's {@code SnippetsTest} compares them. */
@SuppressWarnings("unused")
final class ObservabilityPage {
    private ObservabilityPage() {}

    static void spans(OpenTelemetry openTelemetry) {
        Observer spans = OpenTelemetryObserver.of(openTelemetry)
                .system("gcp_pubsub")
                .destination("orders")
                .build();
    }
}
