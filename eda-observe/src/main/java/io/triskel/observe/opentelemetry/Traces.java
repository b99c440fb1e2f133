package io.triskel.observe.opentelemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.triskel.event.Envelope;
import io.triskel.event.Metadata.TraceContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts between a span's context and an event's W3C trace; an invalid context becomes no trace. */
final class Traces {
    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";

    private Traces() {}

    static Optional<TraceContext> of(SpanContext span) {
        Map<String, String> fields = new HashMap<>();
        W3CTraceContextPropagator.getInstance()
                .inject(
                        Context.root().with(Span.wrap(span)),
                        fields,
                        (carrier, name, value) -> fields.put(name, value));
        Optional<String> state =
                Optional.ofNullable(fields.get(STATE)).filter(text -> !text.isBlank() && text.length() <= 512);
        return Optional.ofNullable(fields.get(PARENT)).map(parent -> new TraceContext(parent, state));
    }

    /** {@return the span context in the event; an invalid one if there is none, or it cannot be read} */
    static SpanContext carriedBy(Envelope<?> event) {
        return event.metadata()
                .trace()
                .map(trace -> W3CTraceContextPropagator.getInstance().extract(Context.root(), trace, Getter.GETTER))
                .map(context -> Span.fromContext(context).getSpanContext())
                .orElseGet(SpanContext::getInvalid);
    }

    private enum Getter implements TextMapGetter<TraceContext> {
        GETTER;

        // Older API versions call this method and leave it abstract, newer ones have deprecated it.
        @Override
        @SuppressWarnings("deprecation")
        public Iterable<String> keys(TraceContext trace) {
            return List.of(PARENT, STATE);
        }

        @Override
        public @Nullable String get(@Nullable TraceContext trace, String name) {
            if (trace == null) {
                return null;
            }
            return name.equals(PARENT)
                    ? trace.traceparent()
                    : name.equals(STATE) ? trace.tracestate().orElse(null) : null;
        }
    }
}
