package io.triskel.observe.opentelemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.Metadata.TraceContext;
import io.triskel.event.StreamId;
import io.triskel.observe.EventOutcome;
import io.triskel.observe.Observer;
import io.triskel.observe.Observer.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Traces events through publication and handling, with the names and attributes of OpenTelemetry's <a
 * href="https://github.com/open-telemetry/semantic-conventions/blob/v1.44.0/docs/messaging/messaging-spans.md">semantic
 * conventions for messaging</a>, version 1.44.0, in which all but {@code error.type} are still in development.
 *
 * <ul>
 *   <li>{@code create}: an event without a trace gets this span, a child of the current span if there is one, and carries
 *     its context through stores, outbox and bus: the event's creation context.
 *   <li>{@code publish}: a publication ended. It failed unless the outcome is {@code accepted}.
 *   <li>{@code process}: one call of a handler, current meanwhile. It fails with its handler.
 *   <li>{@code settle}: an event was parked or is unsettled; always an error. A success has none, so a delivery makes one
 *     span, or two if it fails, plus one {@code process} span per further attempt in place.
 * </ul>
 *
 * <p>The last three are children of the event's creation context and have a link to it, which the conventions allow for
 * spans of single messages; a {@code process} span also has a link to the span that was current, such as that of a
 * function's call.
 *
 * <p>It records the class of a failure. Message and stack trace may hold personal data, so they are recorded only on demand
 * ({@link Builder#exceptionDetails}).
 */
public final class OpenTelemetryObserver implements Observer {
    private final Tracer tracer;
    private final Attributes bus;
    private final Optional<String> destination;
    private final boolean exceptionDetails;
    private final InstantSource clock;

    private OpenTelemetryObserver(Builder builder) {
        this.tracer = builder.openTelemetry
                .tracerBuilder("io.triskel")
                .setSchemaUrl(Conventions.SCHEMA)
                .build();
        this.destination = builder.destination;
        this.bus = Conventions.bus(builder.system, builder.destination);
        this.exceptionDetails = builder.exceptionDetails;
        this.clock = builder.clock;
    }

    /** {@return a builder of an observer that traces with the application's OpenTelemetry} */
    public static Builder of(OpenTelemetry openTelemetry) {
        return new Builder(openTelemetry);
    }

    @Override
    public Optional<TraceContext> traceFor(Envelope<?> event) {
        Span created = span("create", "create", SpanKind.PRODUCER, event).startSpan();
        created.end();
        return Traces.of(created.getSpanContext());
    }

    @Override
    public void published(Envelope<?> event, EventOutcome outcome, Duration took) {
        Instant end = clock.instant();
        Span publish = carriedOn("publish", "send", SpanKind.CLIENT, event)
                .setAttribute(Conventions.OUTCOME, outcome.tag())
                .setStartTimestamp(end.minus(took))
                .startSpan();
        if (outcome != EventOutcome.ACCEPTED) {
            publish.setStatus(StatusCode.ERROR).setAttribute(Conventions.ERROR, outcome.tag());
        }
        publish.end(end);
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // the core closes the returned scope, on the same thread
    public Scope handling(String consumer, Envelope<?> event) {
        SpanBuilder builder =
                carriedOn("process", "process", SpanKind.CONSUMER, event).setAttribute(Conventions.CONSUMER, consumer);
        if (event.metadata().trace().isPresent()) {
            // The SDK omits a link to an invalid context: there may be no current span.
            builder.addLink(Span.current().getSpanContext());
        }
        Span process = builder.startSpan();
        return new ProcessScope(process, process.makeCurrent(), exceptionDetails);
    }

    @Override
    public void handled(String consumer, Envelope<?> event, EventOutcome verdict, Duration took) {
        if (verdict == EventOutcome.PARKED || verdict.isUnsettled()) {
            Instant now = clock.instant();
            carriedOn("settle", "settle", SpanKind.CLIENT, event)
                    .setAttribute(Conventions.CONSUMER, consumer)
                    .setAttribute(Conventions.OUTCOME, verdict.tag())
                    .setStartTimestamp(now)
                    .startSpan()
                    .setStatus(StatusCode.ERROR)
                    .setAttribute(Conventions.ERROR, verdict.tag())
                    .end(now);
        }
    }

    @Override
    public void parked(String consumer, EventId event, String reason) {
        Span.current().addEvent("triskel.parked", Attributes.of(Conventions.EVENT_ID, event.id()));
    }

    @Override
    public void appended(StreamId stream, long firstRevision, int events) {
        Span.current().addEvent("triskel.appended");
    }

    @Override
    public void portFailed(String port, Throwable failure) {
        Span.current()
                .addEvent(
                        "triskel.port.failed",
                        Attributes.of(Conventions.PORT, port, Conventions.ERROR, Conventions.errorOf(failure)));
        if (exceptionDetails) {
            Span.current().recordException(failure);
        }
    }

    /** A child of the span whose context the event carries, or of the current span. */
    private SpanBuilder carriedOn(String operation, String type, SpanKind kind, Envelope<?> event) {
        SpanBuilder builder = span(operation, type, kind, event);
        SpanContext creation = Traces.carriedBy(event);
        return creation.isValid()
                ? builder.setParent(Context.root().with(Span.wrap(creation))).addLink(creation)
                : builder;
    }

    private SpanBuilder span(String operation, String type, SpanKind kind, Envelope<?> event) {
        SpanBuilder builder = tracer.spanBuilder(
                        destination.map(name -> operation + " " + name).orElse(operation))
                .setSpanKind(kind)
                .setAllAttributes(bus)
                .setAttribute(Conventions.OPERATION_NAME, operation)
                .setAttribute(Conventions.OPERATION_TYPE, type)
                .setAttribute(Conventions.MESSAGE_ID, event.id().id())
                .setAttribute(Conventions.EVENT_ID, event.id().id())
                .setAttribute(Conventions.EVENT_SOURCE, event.id().source())
                .setAttribute(Conventions.EVENT_TYPE, event.type().wire());
        event.metadata().correlation().ifPresent(id -> builder.setAttribute(Conventions.CONVERSATION_ID, id));
        return builder;
    }

    /** The span of a handler's call. */
    private record ProcessScope(Span span, io.opentelemetry.context.Scope current, boolean exceptionDetails)
            implements Scope {
        @Override
        public void failed(Throwable failure) {
            span.setStatus(StatusCode.ERROR).setAttribute(Conventions.ERROR, Conventions.errorOf(failure));
            if (exceptionDetails) {
                span.recordException(failure);
            }
        }

        @Override
        public void close() {
            current.close();
            span.end();
        }
    }

    /** Builds an observer; every setting has a default. */
    public static final class Builder {
        private final OpenTelemetry openTelemetry;
        private String system = "triskel";
        private Optional<String> destination = Optional.empty();
        private boolean exceptionDetails;
        private InstantSource clock = InstantSource.system();

        private Builder(OpenTelemetry openTelemetry) {
            this.openTelemetry = openTelemetry;
        }

        /**
         * Sets the bus ({@code messaging.system}): the conventions' value for your bus if there is one, else any other,
         * such as {@code in_memory}. Default: {@code triskel}, because only the library is known then.
         *
         * @throws IllegalArgumentException if it is blank
         */
        public Builder system(String name) {
            system = named("A messaging system", name);
            return this;
        }

        /**
         * Sets the topic, stream or hub ({@code messaging.destination.name}). Span names end in it, as in {@code process
         * orders}; without it they are the operation alone, by the conventions.
         *
         * @param name one of a few: names of tenants or products would make as many span names
         * @throws IllegalArgumentException if it is blank
         */
        public Builder destination(String name) {
            destination = Optional.of(named("A destination", name));
            return this;
        }

        /**
         * Adds an event {@code exception} with message and stack trace to the span of a failing handler, and to the current
         * span when a port fails. Messages may quote data of the event.
         */
        public Builder exceptionDetails() {
            exceptionDetails = true;
            return this;
        }

        /** Sets the clock of spans that are reported after their work. Default: the system's. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** {@return the observer} */
        public OpenTelemetryObserver build() {
            return new OpenTelemetryObserver(this);
        }

        private static String named(String what, String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException(
                        what + " must have a name, this one is blank: omit it if there is none");
            }
            return name;
        }
    }
}
