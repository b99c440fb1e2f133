package io.triskel.local.azure.functions;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The trigger of a function, with the name of the binding of the function's parameter. */
sealed interface Trigger {
    String binding();

    /**
     * Events of a hub.
     *
     * @param connection name of an app setting
     * @param binary whether bodies arrive as bytes, else as text
     */
    record EventHub(String binding, String hub, String consumerGroup, String connection, boolean binary)
            implements Trigger {}

    /**
     * Requests over HTTP.
     *
     * @param methods upper-case; empty for all
     * @param keyed whether callers need a function key
     */
    record Http(String binding, Route route, Set<String> methods, boolean keyed) implements Trigger {}

    record Timer(String binding, TimerExpression schedule) implements Trigger {}

    /** One answer per kind of trigger. */
    default <R> R fold(Function<EventHub, R> eventHub, Function<Http, R> http, Function<Timer, R> timer) {
        if (this instanceof EventHub trigger) {
            return eventHub.apply(trigger);
        }
        if (this instanceof Http trigger) {
            return http.apply(trigger);
        }
        return timer.apply((Timer) this);
    }

    default Optional<EventHub> eventHub() {
        return fold(Optional::of, http -> Optional.empty(), timer -> Optional.empty());
    }
}
