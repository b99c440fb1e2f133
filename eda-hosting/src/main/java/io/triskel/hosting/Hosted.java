package io.triskel.hosting;

import io.triskel.hosting.http.HttpEndpoint;
import io.triskel.hosting.http.Route;
import io.triskel.hosting.http.Routes;
import io.triskel.platform.Platform;
import java.util.List;

/**
 * An application on a host.
 *
 * @param application its parts
 * @param http answers its requests
 * @param <A> the application's own class
 */
public record Hosted<A extends HostedApplication>(A application, HttpEndpoint http) {
    /**
     * {@return the application of all views, sagas, replicas and consumers that this platform has made}
     *
     * @param routes of its HTTP function; anything else is answered with 404
     */
    public static Hosted<HostedApplication> of(Platform platform, List<Route> routes) {
        return new Hosted<>(HostedApplication.of(platform), new Routes(platform.states(), routes));
    }
}
