package io.triskel.observe.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.triskel.codec.TypeRegistry;
import io.triskel.observe.Observer;
import io.triskel.platform.Platform;

/** What {@code docs/observability.md} shows of meters, compiled; the core's {@code SnippetsTest} compares them. */
@SuppressWarnings("unused")
final class ObservabilityPage {
    private ObservabilityPage() {}

    static void meters(MeterRegistry registry, Observer spans, TypeRegistry types) {
        Observer meters = new MicrometerObserver(registry);
        Platform.Settings settings = Platform.Settings.of("/shop", types).observer(Observer.all(spans, meters));
    }
}
