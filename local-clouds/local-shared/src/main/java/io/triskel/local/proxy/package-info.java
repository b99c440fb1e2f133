/**
 * A proxy between clients and a local service over HTTP: it counts requests and injects faults of networks and
 * services. An {@link io.triskel.local.proxy.HttpService} adapts it to a service; this package is independent of any
 * cloud. Start reading at {@link io.triskel.local.proxy.HttpProxy}.
 */
@NullMarked
package io.triskel.local.proxy;

import org.jspecify.annotations.NullMarked;
