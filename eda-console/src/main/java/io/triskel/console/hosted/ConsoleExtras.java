package io.triskel.console.hosted;

import io.triskel.codec.JsonObject;
import io.triskel.console.ConsoleBuilder;
import io.triskel.hosting.operation.OperatorTalk;
import io.triskel.notify.Credential;
import java.util.Map;
import java.util.function.Function;

/**
 * What an application adds to its console in the process of {@code ./triskel ui}, such as a form for orders. {@link java.util.ServiceLoader}
 * finds it; an application needs none.
 */
@FunctionalInterface
public interface ConsoleExtras {
    /** {@return the console with the extras} */
    ConsoleBuilder on(ConsoleBuilder console, Shown shown);

    /**
     * The application that is shown.
     *
     * @param site its stores
     * @param environment says where it is
     * @param caller makes what opens its function behind HTTP; an {@link IllegalArgumentException} says what the environment lacks
     * @param request of {@code docs/target-protocol.md}
     */
    record Shown(
            OperatorTalk.Site site,
            Map<String, String> environment,
            Function<Map<String, String>, Credential> caller,
            JsonObject request) {}
}
