package io.triskel.observe.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Consumer;
import io.triskel.consume.Redelivery;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.TraceContext;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemorySubscription;
import io.triskel.observe.Observer;
import io.triskel.observe.Scope;
import io.triskel.publish.OrderedPublisher;
import io.triskel.publish.WireMode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OpenTelemetryObserverTest {
    private static final EventType ASKED = EventType.of("test.asked", 1);
    private static final EventType ANSWERED = EventType.of("test.answered", 1);
    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    record Text(String text) {}

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();
    private final Observer observer = new OpenTelemetryObserver(sdk);

    @AfterEach
    void close() {
        sdk.close();
    }

    @Nested
    class When_an_event_is_made {
        @Test
        void it_carries_a_span_that_is_a_child_of_the_current_one() {
            Span request = sdk.getTracer("test").spanBuilder("request").startSpan();

            Envelope<Text> traced;
            try (var current = request.makeCurrent()) {
                assertThat(current).isNotNull();
                traced = observer.traced(event(ASKED, "1"));
            }

            SpanData create = span("create test.asked.v1");
            assertThat(create.getParentSpanId())
                    .isEqualTo(request.getSpanContext().getSpanId());
            assertThat(create.getKind()).isEqualTo(SpanKind.PRODUCER);
            assertThat(traced.metadata().trace().orElseThrow().traceparent())
                    .isEqualTo("00-" + create.getTraceId() + "-" + create.getSpanId() + "-"
                            + create.getSpanContext().getTraceFlags().asHex());
            assertThat(create.getSpanContext().isSampled()).isTrue();
        }

        @Test
        void a_trace_that_it_has_is_kept() {
            Envelope<Text> event = withTrace(event(ASKED, "1"));

            assertThat(observer.traced(event)).isSameAs(event);
            assertThat(exporter.getFinishedSpanItems()).isEmpty();
        }

        @Test
        void without_an_sdk_it_carries_none() {
            Observer noSdk = new OpenTelemetryObserver(OpenTelemetry.noop());

            assertThat(noSdk.traced(event(ASKED, "1")).metadata().trace()).isEmpty();
        }
    }

    @Nested
    class When_an_event_is_handled {
        @Test
        void the_span_is_a_child_of_the_one_it_carries_and_current_meanwhile() {
            String current;
            try (Scope scope = observer.handling("billing", withTrace(event(ASKED, "1")))) {
                assertThat(scope).isNotNull();
                current = Span.current().getSpanContext().getSpanId();
            }

            SpanData process = span("process test.asked.v1");
            assertThat(process.getSpanId()).isEqualTo(current);
            assertThat(process.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
            assertThat(process.getParentSpanId()).isEqualTo("b7ad6b7169203331");
            assertThat(process.getKind()).isEqualTo(SpanKind.CONSUMER);
            assertThat(process.getAttributes().get(AttributeKey.stringKey("messaging.consumer.group.name")))
                    .isEqualTo("billing");
            assertThat(Span.current().getSpanContext().isValid()).isFalse();
        }

        @Test
        void an_unsettled_verdict_is_an_error() {
            observer.handled("billing", withTrace(event(ASKED, "1")), "unsettled-failed", Duration.ofMillis(5));

            SpanData settle = span("settle test.asked.v1");
            assertThat(settle.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(settle.getEndEpochNanos() - settle.getStartEpochNanos()).isEqualTo(5_000_000);
        }

        @Test
        void an_ignored_event_leaves_no_span() {
            observer.handled("billing", event(ASKED, "1"), "ignored", Duration.ZERO);

            assertThat(exporter.getFinishedSpanItems()).isEmpty();
        }
    }

    @Nested
    class When_a_handler_publishes {
        @Test
        void one_trace_goes_from_the_request_to_the_last_event() {
            EventCodec codec = EventCodec.of(TypeRegistry.builder()
                    .add(ASKED, Text.class)
                    .add(ANSWERED, Text.class)
                    .build());
            InMemoryBus bus = InMemoryBus.of(codec, WireMode.STRUCTURED, 1);
            InMemorySubscription subscription = bus.subscribe("g", Redelivery.ONE_BY_ONE);
            OrderedPublisher publisher = OrderedPublisher.builder(bus, codec).observer(observer).build();
            Consumer consumer = Consumer.named("answerer")
                    .on(
                            ASKED,
                            Text.class,
                            (asked, handling) ->
                                    publisher.publishAndWait(List.of(event(ANSWERED, "2")), handling.deadline()))
                    .build();
            BatchProcessor processor = BatchProcessor.of(consumer)
                    .codec(codec)
                    .clock(InstantSource.system())
                    .observer(observer)
                    .build();
            Deadline deadline = Deadline.in(Duration.ofSeconds(30), InstantSource.system());

            publisher.publishAndWait(List.of(event(ASKED, "1")), deadline);
            subscription.settle(processor.process(subscription.poll(1), Redelivery.ONE_BY_ONE, deadline));

            SpanData asked = span("create test.asked.v1");
            SpanData process = span("process test.asked.v1");
            SpanData answered = span("create test.answered.v1");
            assertThat(process.getParentSpanId()).isEqualTo(asked.getSpanId());
            assertThat(answered.getParentSpanId()).isEqualTo(process.getSpanId());
            assertThat(span("publish test.answered.v1").getParentSpanId()).isEqualTo(answered.getSpanId());
            assertThat(exporter.getFinishedSpanItems())
                    .extracting(SpanData::getTraceId)
                    .containsOnly(asked.getTraceId());
        }

        @Test
        void a_rejected_publication_is_an_error() {
            observer.published(withTrace(event(ASKED, "1")), "rejected-throttled", Duration.ofMillis(3));

            assertThat(span("publish test.asked.v1").getStatus().getStatusCode())
                    .isEqualTo(StatusCode.ERROR);
        }
    }

    private SpanData span(String name) {
        List<SpanData> named = exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
        assertThat(named).as("spans named %s", name).hasSize(1);
        return named.get(0);
    }

    private static Envelope<Text> event(EventType type, String id) {
        return Envelope.of(new EventId("/test", id), type, new Text("t"));
    }

    private static Envelope<Text> withTrace(Envelope<Text> event) {
        return event.withMetadata(event.metadata().withTrace(Optional.of(TraceContext.of(PARENT))));
    }
}
