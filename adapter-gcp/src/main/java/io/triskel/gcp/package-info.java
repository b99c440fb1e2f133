/**
 * The parts that the whole Google Cloud adapter shares: settings from the environment, clients, and gRPC's statuses in the
 * core's words.
 *
 * <p>The packages below it use it; it uses none of them. No topic, collection or function is named here.
 * Start reading at {@link io.triskel.gcp.GcpSettings}.
 */
@NullMarked
package io.triskel.gcp;

import org.jspecify.annotations.NullMarked;
