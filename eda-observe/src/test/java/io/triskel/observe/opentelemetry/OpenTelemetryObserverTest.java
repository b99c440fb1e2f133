package io.triskel.observe.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.Delivery.Position;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.FailurePolicy;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Settlement;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.event.Metadata.TraceContext;
import io.triskel.event.PortException;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemoryInbox;
import io.triskel.memory.InMemoryParkingLot;
import io.triskel.memory.InMemorySubscription;
import io.triskel.observe.EventOutcome;
import io.triskel.observe.Observer;
import io.triskel.observe.Observer.Scope;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.publish.OrderedPublisher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpenTelemetryObserverTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
    private static final EventType ASKED = EventType.of("test.asked", 1);
    private static final EventType ANSWERED = EventType.of("test.answered", 1);
    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");
    private static final Metadata CORRELATED = Metadata.empty().withCorrelation("conversation-7");

    record Text(String text) {}

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();
    private final Observer observer = OpenTelemetryObserver.of(sdk)
            .system("in_memory")
            .destination("talk")
            .build();

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

            SpanData create = span("create talk");
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
            Observer noSdk = OpenTelemetryObserver.of(OpenTelemetry.noop()).build();

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

            SpanData process = span("process talk");
            assertThat(process.getSpanId()).isEqualTo(current);
            assertThat(process.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
            assertThat(process.getParentSpanId()).isEqualTo("b7ad6b7169203331");
            assertThat(process.getKind()).isEqualTo(SpanKind.CONSUMER);
            assertThat(process.getAttributes().get(AttributeKey.stringKey("messaging.consumer.group.name")))
                    .isEqualTo("billing");
            assertThat(process.getLinks()).hasSize(1);
            assertThat(Span.current().getSpanContext().isValid()).isFalse();
        }

        @Test
        void it_carries_the_attributes_of_the_conventions() {
            observer.handling("billing", withTrace(event(ASKED, "1").withMetadata(CORRELATED)))
                    .close();

            assertThat(span("process talk").getAttributes().asMap())
                    .isEqualTo(Attributes.builder()
                            .put("messaging.system", "in_memory")
                            .put("messaging.destination.name", "talk")
                            .put("messaging.operation.name", "process")
                            .put("messaging.operation.type", "process")
                            .put("messaging.consumer.group.name", "billing")
                            .put("messaging.message.id", "1")
                            .put("messaging.message.conversation_id", "conversation-7")
                            .put("cloudevents.event_id", "1")
                            .put("cloudevents.event_source", "/test")
                            .put("cloudevents.event_type", "test.asked.v1")
                            .build()
                            .asMap());
        }

        @Test
        void it_has_links_to_the_span_that_the_event_carries_and_to_the_one_that_is_current() {
            Span invocation = sdk.getTracer("test").spanBuilder("invocation").startSpan();

            try (var current = invocation.makeCurrent()) {
                assertThat(current).isNotNull();
                observer.handling("billing", withTrace(event(ASKED, "1"))).close();
            }

            assertThat(span("process talk").getLinks())
                    .extracting(link -> link.getSpanContext().getSpanId())
                    .containsExactly(
                            "b7ad6b7169203331", invocation.getSpanContext().getSpanId());
        }

        @Test
        void without_a_trace_in_the_event_it_is_a_child_of_the_current_span_without_links() {
            Span invocation = sdk.getTracer("test").spanBuilder("invocation").startSpan();

            try (var current = invocation.makeCurrent()) {
                assertThat(current).isNotNull();
                observer.handling("billing", event(ASKED, "1")).close();
            }

            assertThat(span("process talk").getParentSpanId())
                    .isEqualTo(invocation.getSpanContext().getSpanId());
            assertThat(span("process talk").getLinks()).isEmpty();
        }

        @Test
        void a_handler_that_succeeds_leaves_the_status_unset() {
            observer.handling("billing", event(ASKED, "1")).close();

            assertThat(span("process talk").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        }

        @Test
        void a_handler_that_fails_fails_the_span_and_its_message_is_kept_back() {
            fail(observer.handling("billing", event(ASKED, "1")));

            SpanData process = span("process talk");
            assertThat(process.getStatus()).isEqualTo(StatusData.error());
            assertThat(process.getAttributes().get(ERROR)).isEqualTo("java.lang.IllegalStateException");
            assertThat(process.toString()).doesNotContain("secret");
        }

        @Test
        void details_of_an_exception_are_recorded_on_demand() {
            Observer detailed = OpenTelemetryObserver.of(sdk).exceptionDetails().build();

            fail(detailed.handling("billing", event(ASKED, "1")));

            assertThat(span("process").getEvents())
                    .singleElement()
                    .extracting(exception -> exception.getAttributes().get(AttributeKey.stringKey("exception.message")))
                    .isEqualTo("secret");
        }

        @Test
        void a_failure_without_a_canonical_name_has_the_name_of_its_class() {
            try (Scope scope = observer.handling("billing", event(ASKED, "1"))) {
                scope.failed(new IllegalStateException("secret") {});
            }

            assertThat(span("process talk").getAttributes().get(ERROR))
                    .startsWith(getClass().getName());
        }

        @ParameterizedTest
        @EnumSource(names = {"PARKED", "UNSETTLED_FAILED"})
        void what_is_not_done_is_settled_as_an_error(EventOutcome verdict) {
            observer.handled("billing", withTrace(event(ASKED, "1")), verdict, Duration.ofMillis(5));

            SpanData settle = span("settle talk");
            assertThat(settle.getStatus()).isEqualTo(StatusData.error());
            assertThat(settle.getAttributes().get(ERROR)).isEqualTo(verdict.tag());
            assertThat(settle.getAttributes().get(AttributeKey.stringKey("messaging.operation.type")))
                    .isEqualTo("settle");
            assertThat(settle.getKind()).isEqualTo(SpanKind.CLIENT);
            assertThat(settle.getParentSpanId()).isEqualTo("b7ad6b7169203331");
            assertThat(settle.getEndEpochNanos()).isEqualTo(settle.getStartEpochNanos());
        }

        @ParameterizedTest
        @EnumSource(names = {"HANDLED", "DUPLICATE", "IGNORED"})
        void what_is_done_leaves_no_second_span(EventOutcome verdict) {
            observer.handled("billing", event(ASKED, "1"), verdict, Duration.ZERO);

            assertThat(exporter.getFinishedSpanItems()).isEmpty();
        }

        private void fail(Scope scope) {
            scope.failed(new IllegalStateException("secret"));
            scope.close();
        }
    }

    @Nested
    class When_nothing_is_said_of_the_bus {
        private final Observer plain = OpenTelemetryObserver.of(sdk).build();

        @Test
        void spans_are_named_by_their_operation_and_the_system_is_the_library() {
            plain.handling("billing", event(ASKED, "1")).close();

            Attributes attributes = span("process").getAttributes();
            assertThat(attributes.get(AttributeKey.stringKey("messaging.system")))
                    .isEqualTo("triskel");
            assertThat(attributes.get(AttributeKey.stringKey("messaging.destination.name")))
                    .isNull();
        }

        @Test
        void blank_names_are_refused() {
            OpenTelemetryObserver.Builder builder = OpenTelemetryObserver.of(sdk);

            assertThatThrownBy(() -> builder.system(" ")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> builder.destination("")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class When_a_batch_is_consumed {
        private final InMemoryInbox inbox = new InMemoryInbox();
        private final List<String> refused = new ArrayList<>();

        @Test
        void a_handled_event_makes_one_span_and_a_repeated_one_none() {
            consume(Redelivery.ONE_BY_ONE, "1", "2", "3");
            consume(Redelivery.ONE_BY_ONE, "1", "2", "3");

            assertThat(names()).containsOnly("process talk").hasSize(3);
        }

        @Test
        void a_failed_event_makes_two() {
            refused.add("2");

            consume(Redelivery.ONE_BY_ONE, "1", "2", "3");

            assertThat(names()).containsExactly("process talk", "process talk", "process talk", "settle talk");
            assertThat(exporter.getFinishedSpanItems().stream()
                            .filter(span -> span.getStatus().equals(StatusData.error()))
                            .map(span -> span.getAttributes().get(MESSAGE_ID)))
                    .containsExactly("2", "2");
        }

        @Test
        void a_parked_event_makes_two() {
            refused.add("1");

            consume(Redelivery.NEVER, FailurePolicy.retryThenPark(1), "1");

            assertThat(names()).containsExactly("process talk", "settle talk");
        }

        private void consume(Redelivery redelivery, String... ids) {
            consume(redelivery, FailurePolicy.retryThenPark(5), ids);
        }

        private void consume(Redelivery redelivery, FailurePolicy policy, String... ids) {
            EventCodec codec =
                    EventCodec.of(TypeRegistry.builder().add(ASKED, Text.class).build());
            EventConsumer consumer = EventConsumer.named("billing")
                    .on(ASKED, Text.class, (asked, handling) -> {
                        if (refused.contains(asked.id().id())) {
                            throw new IllegalStateException("refused");
                        }
                    })
                    .policy(policy)
                    .inbox(inbox)
                    .parkingLot(new InMemoryParkingLot())
                    .build();
            List<Delivery> deliveries = Stream.of(ids)
                    .map(id -> Delivery.of(withTrace(event(ASKED, id)), new Position("p-" + id)))
                    .toList();
            Settlement settlement = BatchProcessor.of(consumer)
                    .codec(codec)
                    .clock(CLOCK)
                    .observer(observer)
                    .build()
                    .process(deliveries, redelivery, Deadline.in(Duration.ofMinutes(1), CLOCK));
            assertThat(settlement.verdicts()).hasSameSizeAs(deliveries);
        }

        private List<String> names() {
            return exporter.getFinishedSpanItems().stream()
                    .map(SpanData::getName)
                    .toList();
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
            OrderedPublisher publisher = OrderedPublisher.builder(bus, codec)
                    .clock(CLOCK)
                    .observer(observer)
                    .build();
            EventConsumer consumer = EventConsumer.named("answerer")
                    .on(
                            ASKED,
                            Text.class,
                            (asked, handling) -> assertThat(publisher
                                            .publishAndWait(List.of(event(ANSWERED, "2")), handling.deadline())
                                            .complete())
                                    .isTrue())
                    .build();
            BatchProcessor processor = BatchProcessor.of(consumer)
                    .codec(codec)
                    .clock(CLOCK)
                    .observer(observer)
                    .build();
            Deadline deadline = Deadline.in(Duration.ofMinutes(1), CLOCK);

            assertThat(publisher
                            .publishAndWait(List.of(event(ASKED, "1")), deadline)
                            .complete())
                    .isTrue();
            subscription.settle(processor.process(subscription.poll(1), Redelivery.ONE_BY_ONE, deadline));

            SpanData asked = span("create talk", ASKED);
            SpanData process = span("process talk", ASKED);
            SpanData answered = span("create talk", ANSWERED);
            assertThat(process.getParentSpanId()).isEqualTo(asked.getSpanId());
            assertThat(answered.getParentSpanId()).isEqualTo(process.getSpanId());
            assertThat(span("publish talk", ANSWERED).getParentSpanId()).isEqualTo(answered.getSpanId());
            assertThat(exporter.getFinishedSpanItems())
                    .extracting(SpanData::getTraceId)
                    .containsOnly(asked.getTraceId());
        }
    }

    @Nested
    class When_an_event_is_published {
        @Test
        void the_span_lasts_as_long_as_the_publication_and_has_a_link_to_the_one_that_the_event_carries() {
            observer.published(withTrace(event(ASKED, "1")), EventOutcome.ACCEPTED, Duration.ofMillis(3));

            SpanData publish = span("publish talk");
            assertThat(publish.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
            assertThat(publish.getKind()).isEqualTo(SpanKind.CLIENT);
            assertThat(publish.getAttributes().get(AttributeKey.stringKey("messaging.operation.type")))
                    .isEqualTo("send");
            assertThat(publish.getEndEpochNanos() - publish.getStartEpochNanos())
                    .isEqualTo(3_000_000);
            assertThat(publish.getLinks())
                    .extracting(link -> link.getSpanContext().getSpanId())
                    .containsExactly("b7ad6b7169203331");
        }

        @ParameterizedTest
        @EnumSource(names = {"REJECTED_THROTTLED", "WITHHELD"})
        void it_is_an_error_unless_the_event_is_accepted(EventOutcome outcome) {
            observer.published(withTrace(event(ASKED, "1")), outcome, Duration.ofMillis(3));

            assertThat(span("publish talk").getStatus()).isEqualTo(StatusData.error());
            assertThat(span("publish talk").getAttributes().get(ERROR)).isEqualTo(outcome.tag());
        }
    }

    @Nested
    class When_a_port_fails {
        @Test
        void the_current_span_has_an_event_with_its_class_and_without_its_message() {
            Span request = sdk.getTracer("test").spanBuilder("request").startSpan();

            try (var current = request.makeCurrent()) {
                assertThat(current).isNotNull();
                observer.portFailed("inbox", new PortException("secret"));
            }
            request.end();

            assertThat(span("request").getEvents())
                    .singleElement()
                    .extracting(EventData::getName, EventData::getAttributes)
                    .containsExactly(
                            "triskel.port.failed",
                            Attributes.of(
                                    AttributeKey.stringKey("triskel.port"),
                                    "inbox",
                                    ERROR,
                                    "io.triskel.event.PortException"));
        }
    }

    private SpanData span(String name) {
        return span(name, span -> true);
    }

    private SpanData span(String name, EventType type) {
        return span(
                name,
                span -> type.wire().equals(span.getAttributes().get(AttributeKey.stringKey("cloudevents.event_type"))));
    }

    private SpanData span(String name, Predicate<SpanData> wanted) {
        List<SpanData> named = exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name) && wanted.test(span))
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
