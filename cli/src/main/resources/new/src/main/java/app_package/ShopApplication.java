package app_package;

import io.triskel.codec.TypeRegistry;
import io.triskel.hosting.Application;
import io.triskel.hosting.Host;
import io.triskel.hosting.Hosted;
import io.triskel.hosting.http.HttpAnswer;
import io.triskel.hosting.http.HttpRequest;
import io.triskel.hosting.http.ProblemException;
import io.triskel.hosting.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The shop as functions host it: {@code META-INF/services} names this class, and the package's manifest comes from it. */
public final class ShopApplication implements Application {
    @Override
    public String name() {
        return "app-id";
    }

    @Override
    public TypeRegistry types() {
        return Messages.TYPES;
    }

    /** Every part that the platform makes here becomes a function, so a further part is one more line. */
    @Override
    public Hosted<?> on(Host host) {
        Shop shop = new Shop(host.platform(), System.out::println);
        return Hosted.of(
                host.platform(),
                List.of(
                        Route.of("POST", "/orders/{id}", (id, request, deadline) -> {
                            shop.place(id, text(request, "product"), cents(request));
                            return answer(202, "placed");
                        }),
                        Route.of(
                                "GET",
                                "/orders/{id}",
                                (id, request, deadline) ->
                                        answer(200, shop.stage(id).toString()))));
    }

    private static String text(HttpRequest request, String name) throws ProblemException {
        String value = request.query().get(name);
        if (value == null) {
            throw new ProblemException(400, "the query needs " + name);
        }
        return value;
    }

    private static int cents(HttpRequest request) throws ProblemException {
        String cents = text(request, "cents");
        if (!cents.matches("[0-9]{1,9}")) {
            throw new ProblemException(400, "cents must be a whole number, not " + cents);
        }
        return Integer.parseInt(cents);
    }

    private static HttpAnswer answer(int status, String text) {
        return HttpAnswer.of(status, "text/plain", (text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
