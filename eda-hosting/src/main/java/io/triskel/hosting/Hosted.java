package io.triskel.hosting;

import io.triskel.hosting.http.HttpEndpoint;

/**
 * An application on a host.
 *
 * @param application its parts
 * @param http answers its requests
 * @param <A> the application's own class
 */
public record Hosted<A extends HostedApplication>(A application, HttpEndpoint http) {}
