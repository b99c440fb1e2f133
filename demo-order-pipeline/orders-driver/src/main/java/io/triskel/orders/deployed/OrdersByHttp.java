package io.triskel.orders.deployed;

import io.triskel.event.PortException;
import io.triskel.notify.Credential;
import io.triskel.orders.console.HandPlaced;
import io.triskel.orders.ordering.PlaceOrder;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Orders of a console, sent to the pipeline's function behind HTTP with the caller's own credential. */
final class OrdersByHttp implements HandPlaced.Way {
    /** A cold start fits in; less than a gateway waits. */
    private static final long PATIENCE_SECONDS = 45;

    private final URI url;
    private final Map<String, String> environment;
    private final Function<Map<String, String>, Credential> caller;
    private Optional<OrderClient> client = Optional.empty();

    private OrdersByHttp(URI url, Map<String, String> environment, Function<Map<String, String>, Credential> caller) {
        this.url = url;
        this.environment = environment;
        this.caller = caller;
    }

    /** {@return the way to the function that the environment names by {@code TRISKEL_APP_URL}; empty if it names none} */
    static Optional<OrdersByHttp> of(
            Map<String, String> environment, Function<Map<String, String>, Credential> caller) {
        return Optional.ofNullable(environment.get("TRISKEL_APP_URL"))
                .filter(url -> !url.isBlank())
                .map(url -> new OrdersByHttp(URI.create(url), environment, caller));
    }

    @Override
    public Optional<String> place(PlaceOrder request, String text) {
        OrderClient.Answer answer;
        try {
            answer = client().post("/orders", text)
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException failed) {
            throw new IllegalStateException(
                    failed.getCause() instanceof TimeoutException
                            ? "no answer within " + PATIENCE_SECONDS + " s: see in Story whether " + request.order()
                                    + " was placed"
                            : String.valueOf(failed.getCause()),
                    failed);
        } catch (IllegalArgumentException | PortException noCredential) {
            throw new IllegalStateException(noCredential.getMessage(), noCredential);
        }
        return switch (answer.status()) {
            case 401, 403 ->
                throw new IllegalStateException(
                        "the pipeline's HTTP function does not accept your credential (HTTP status " + answer.status()
                                + "): see who may call, docs/demo.md");
            default -> answer.ok() ? Optional.empty() : Optional.of(answer.detail());
        };
    }

    private synchronized OrderClient client() {
        OrderClient known = client.orElseGet(() -> new OrderClient(url, caller.apply(environment)));
        client = Optional.of(known);
        return known;
    }
}
