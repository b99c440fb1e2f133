/**
 * A proxy that stands between clients and a local service over HTTP: it counts requests and does to them what networks and
 * services do. For knowledge of a service, it asks a {@link io.triskel.local.proxy.HttpService}; no cloud's words enter here.
 * Start reading at {@link io.triskel.local.proxy.HttpProxy}.
 */
@NullMarked
package io.triskel.local.proxy;

import org.jspecify.annotations.NullMarked;
