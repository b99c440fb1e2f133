package io.triskel.observe.opentelemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.StreamId;
import io.triskel.event.TraceContext;
import io.triskel.observe.Observer;
import io.triskel.observe.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Traces events through publication and handling.
 *
 * <ul>
 *   <li>An event that has no trace yet gets a {@code create} span, a child of whatever is current, and carries that span's
 *       context from then on, through stores, outbox and bus.
 *   <li>A publication is a {@code publish} span, a child of the span that the event carries.
 *   <li>Handling is a {@code process} span, a child of the span that the event carries and current meanwhile; a handler that
 *       throws is the consumer's to judge, so the verdict is an attribute of a {@code settle} span of its own.
 * </ul>
 *
 * <p>Names and attributes follow the semantic conventions for messaging and CloudEvents where there are some.
 */
public final class OpenTelemetryObserver implements Observer {
    private static final AttributeKey<String> EVENT_ID = AttributeKey.stringKey("cloudevents.event_id");
    private static final AttributeKey<String> EVENT_SOURCE = AttributeKey.stringKey("cloudevents.event_source");
    private static final AttributeKey<String> EVENT_TYPE = AttributeKey.stringKey("cloudevents.event_type");
    private static final AttributeKey<String> CONSUMER = AttributeKey.stringKey("messaging.consumer.group.name");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.name");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("triskel.outcome");

    private final Tracer tracer;
    private final InstantSource clock;

    /** Traces with the application's OpenTelemetry. */
    public OpenTelemetryObserver(OpenTelemetry openTelemetry) {
        this(openTelemetry, InstantSource.system());
    }

    /** Traces with this clock for the times of spans whose work is over when they are told of. */
    public OpenTelemetryObserver(OpenTelemetry openTelemetry, InstantSource clock) {
        this.tracer = openTelemetry.getTracer("io.triskel");
        this.clock = clock;
    }

    @Override
    public Optional<TraceContext> traceFor(Envelope<?> event) {
        Span created = span("create", event, Context.current())
                .setSpanKind(SpanKind.PRODUCER)
                .startSpan();
        created.end();
        return Traces.of(created.getSpanContext());
    }

    @Override
    public void published(Envelope<?> event, String outcome, Duration took) {
        ended("publish", event, SpanKind.CLIENT, outcome, took);
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // the core closes the scope that is returned, on the same thread
    public Scope handling(String consumer, Envelope<?> event) {
        Span process = span("process", event, Traces.contextOf(event))
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute(CONSUMER, consumer)
                .startSpan();
        io.opentelemetry.context.Scope current = process.makeCurrent();
        return () -> {
            current.close();
            process.end();
        };
    }

    @Override
    public void handled(String consumer, Envelope<?> event, String verdict, Duration took) {
        if (!verdict.equals("ignored")) {
            ended("settle", event, SpanKind.INTERNAL, verdict, took);
        }
    }

    @Override
    public void parked(String consumer, EventId event, String reason) {
        Span.current().addEvent("triskel.parked", Attributes.of(EVENT_ID, event.id()));
    }

    @Override
    public void appended(StreamId stream, long firstRevision, int events) {
        Span.current().addEvent("triskel.appended");
    }

    @Override
    public void portFailed(String port, Throwable failure) {
        Span.current().recordException(failure);
    }

    private void ended(String operation, Envelope<?> event, SpanKind kind, String outcome, Duration took) {
        Instant end = clock.instant();
        Span span = span(operation, event, Traces.contextOf(event))
                .setSpanKind(kind)
                .setAttribute(OUTCOME, outcome)
                .setStartTimestamp(end.minus(took))
                .startSpan();
        if (outcome.startsWith("rejected") || outcome.startsWith("unsettled")) {
            span.setStatus(StatusCode.ERROR, outcome);
        }
        span.end(end);
    }

    private SpanBuilder span(String operation, Envelope<?> event, Context parent) {
        return tracer.spanBuilder(operation + " " + event.type().wire())
                .setParent(parent)
                .setAttribute(OPERATION, operation)
                .setAttribute(EVENT_ID, event.id().id())
                .setAttribute(EVENT_SOURCE, event.id().source())
                .setAttribute(EVENT_TYPE, event.type().wire());
    }
}
